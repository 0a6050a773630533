import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ActBook, answersIn, inOrder, type AnswerSum, type BookedSum } from './stage/act-book.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { letsIn } from './stage/centre-staff.js';
import { CentreRefusal, type CentreUser } from './stage/centre-user.js';
import type { Citizen } from './stage/citizen.js';
import type { DesignatedInstitution } from './stage/designated-institution.js';
import { expectJournalsWhole, expectRefusal } from './stage/expectations.js';
import { pdfText } from './stage/pdf-text.js';
import { guangzhou, xiamen } from './stage/places.js';
import type { Province } from './stage/province.js';

interface Report<Row> {
  readonly rows: readonly Row[];
  readonly totals: readonly { readonly figure: string; readonly times: number; readonly totalFen: number }[];
  readonly completeUntil: readonly { readonly source: string; readonly countedUntil: number }[];
}

/** Figures of acts; the others say what requests were answered. */
const ACTS = 'activation,authorization,withdrawal,display,decode,token-check,settlement,reversal,handling';
const REGISTRATION = '01101';

const book = new ActBook();
let cast: Cast;
let auditor: CentreUser;
let provincial: CentreUser;
/** Insured in 厦门, activated through the bureau's app; insured in 广州, activated through the partner. */
let xiamener: Citizen;
let guangzhouer: Citizen;
let [monday, tuesday] = ['', ''];

beforeAll(async () => {
  cast = await openStageWithCast({ onFiles: true });
  auditor = await letsIn(cast.stage.national, 'tongji.guojia', 'national', ['audit']);
  provincial = await letsIn(cast.stage.national, 'tongji.fujian', 'province:35', ['audit']);
}, 60_000);
afterAll(() => cast.stage.close());

const report = <Row>(user: CentreUser, query: string) => user.asks<Report<Row>>('GET', `statistics?from=${monday}&to=${tuesday}&${query}`);

/** The rows without the names that only people need. */
const sumsIn = ({ rows }: Report<BookedSum>): BookedSum[] => inOrder(rows.map(
  ({ day, province, channelNumber, businessType, figure, times, totalFen, fundFen, personalAccountFen, cashFen }) => (
    { day, province, channelNumber, businessType, figure, times, totalFen, fundFen, personalAccountFen, cashFen }
  ),
));
const EVERY_DIMENSION = 'day,province,channelNumber,transType,businessType,returnCode';

/** Shows and scans a code, and enters both in the book. */
async function scans(day: string, at: DesignatedInstitution, province: Province, citizen: Citizen, businessType = at.usualBusiness) {
  const through = citizen === xiamener ? cast.app : cast.partner;
  const code = await citizen.shows({ in: province });
  book.enters('display', { day, province: province.code, through });
  const scan = await at.scans(code, { businessType });
  book.enters('decode', { day, province: province.code, through, businessType });
  return { code, scan, where: { day, province: province.code, through, businessType } };
}

/** A settlement, with the check of the token by the province's own system where that settles. */
async function settles(day: string, at: DesignatedInstitution, province: Province, citizen: Citizen, totalFen: number) {
  const { scan, where } = await scans(day, at, province, citizen);
  const receipt = await at.settles(scan, { totalFen });
  if (province.code === citizen.insuredIn[0]?.slice(0, 2)) book.enters('token-check', where);
  book.enters('settlement', where, receipt);
  return { receipt, where };
}

async function mondayGoesBy(): Promise<void> {
  const { stage, app, partner, xiamenHospital, xiamenPharmacy, guangzhouHospital } = cast;
  const { fujian, guangdong } = stage;
  const day = monday;
  xiamener = await cast.activated({ insuredIn: [xiamen] });
  guangzhouer = await cast.activated({ insuredIn: [guangzhou], through: partner });
  for (const [province, through] of [['35', app], ['44', partner]] as const) {
    for (const figure of ['activation', 'authorization']) book.enters(figure, { day, province, through });
  }
  await xiamener.authorizes(partner);
  book.enters('authorization', { day, province: '35', through: partner });
  await settles(day, xiamenHospital, fujian, xiamener, 12_345);
  await settles(day, xiamenPharmacy, fujian, xiamener, 6_789);
  await settles(day, guangzhouHospital, guangdong, guangzhouer, 100_01);
  const away = await settles(day, guangzhouHospital, guangdong, xiamener, 33_333);
  const taken = await guangzhouHospital.reverses(away.receipt);
  book.enters('reversal', away.where, taken);
  const registered = await scans(day, xiamenHospital, fujian, xiamener, REGISTRATION);
  await xiamenHospital.checks(registered.scan.ecToken, xiamener);
  book.enters('token-check', registered.where);
  await xiamenHospital.hasHandled(registered.scan, { businessType: REGISTRATION });
  book.enters('token-check', registered.where);
  book.enters('handling', registered.where);
  // What is refused is no act.
  await expectRefusal(xiamenHospital.scans(registered.code), 'qrCodeInvalid', { because: 'has been used' });
  await expectRefusal(xiamenHospital.settles(registered.scan, { businessType: REGISTRATION }), 'tokenInvalid');
  await expectRefusal(partner.isAuthorizedBy({ ...xiamener.identity, password: '958371' }), 'passwordWrong');
  await app.changesAuthorization({ authorizationCode: xiamener.authorizationCodeIn(app), channelNumber: partner.channelNumber, change: 'revoke' });
  book.enters('withdrawal', { day, province: '35', through: partner });
}

describe('报表统计: known acts in two provinces on two days', () => {
  it('come to the figures that were written down beside them, by day, province, channel and business type, to the fen', async () => {
    const { stage, xiamenHospital } = cast;
    await stage.converged();
    await stage.countsEverything();
    monday = stage.clock.passesUntilTomorrow('09:00');
    const from = stage.hops.length;
    await mondayGoesBy();
    // One second before midnight, and after it.
    stage.clock.passes({ minutes: 14 * 60 });
    const late = new Date(`${monday}T23:59:50+08:00`).getTime() - stage.clock.now();
    stage.clock.passes({ ms: late });
    await settles(monday, xiamenHospital, stage.fujian, xiamener, 1);
    tuesday = stage.clock.passesUntilTomorrow('00:00');
    await settles(tuesday, xiamenHospital, stage.fujian, xiamener, 2);
    await stage.countsEverything();

    const acts = await report<BookedSum>(auditor, `by=day,province,channelNumber,businessType&figure=${ACTS}`);
    expect(sumsIn(acts)).toEqual(book.rows);
    expect(book.rows.filter(({ figure }) => figure === 'settlement').map(({ day }) => day)).toContain(tuesday);

    const answers = await report<AnswerSum>(auditor, 'by=province,channelNumber,transType,returnCode&figure=answered,refusal');
    const said = answers.rows.map(({ province, channelNumber, transType, returnCode, figure, times }) => (
      { province, channelNumber, transType, returnCode, figure, times }
    ));
    expect(inOrder(said)).toEqual(answersIn(stage.hops.slice(from)));
  }, 60_000);

  it('has totals that equal the parts, however they are taken apart', async () => {
    const whole = await report<BookedSum>(auditor, '');
    for (const by of [...EVERY_DIMENSION.split(','), EVERY_DIMENSION]) {
      const { totals, rows } = await report<BookedSum>(auditor, `by=${by}`);
      expect(inOrder(totals)).toEqual(inOrder(whole.totals));
      for (const { figure, times, totalFen } of totals) {
        const parts = rows.filter((row) => row.figure === figure);
        expect({ figure, times, totalFen }).toEqual({
          figure, times: parts.reduce((sum, row) => sum + row.times, 0), totalFen: parts.reduce((sum, row) => sum + row.totalFen, 0),
        });
      }
    }
  });

  it('tells until when they are complete', async () => {
    const { completeUntil } = await report(auditor, '');
    expect(completeUntil.map(({ source }) => source)).toEqual(['00', '35', '44']);
    for (const { countedUntil } of completeUntil) expect(Math.abs(countedUntil - cast.stage.clock.now())).toBeLessThan(60_000);
  });

  it('keeps to filters', async () => {
    const query = `by=businessType&figure=settlement&province=44&channelNumber=${cast.partner.channelNumber}&businessType=01301`;
    const { rows } = await report<BookedSum>(auditor, query);
    expect(rows).toMatchObject([{ businessType: '01301', figure: 'settlement', title: '结算', times: 1, totalFen: 100_01 }]);
  });
});

describe('4.8 地方登录使用 (INT-96)', () => {
  it('shows a province its own numbers, those counted nationally for its people included, and no others', async () => {
    const { rows } = await report<BookedSum>(provincial, `by=day,province,channelNumber,businessType&figure=${ACTS}`);
    expect(rows).toHaveLength(book.rows.filter(({ province }) => province === '35').length);
    expect(new Set(rows.map(({ province }) => province))).toEqual(new Set(['35']));
    const foreign = report(provincial, 'province=44');
    await expect(foreign).rejects.toBeInstanceOf(CentreRefusal);
    await expect(foreign).rejects.toMatchObject({ status: 403 });
  });

  it('has no numbers for a city', async () => {
    const city = await letsIn(cast.stage.national, 'tongji.xiamen', 'city:350200', ['audit']);
    await expect(report(city, '')).rejects.toMatchObject({ status: 403 });
    await expect(report(city, 'province=35')).rejects.toMatchObject({ status: 403 });
  });
});

describe('what is asked wrongly', () => {
  it.each([
    ['from=2026-02-30', 'from'], ['from=2026-01-02&to=2026-01-01', 'to'], ['from=2024-01-01&to=2026-01-01', 'to'], ['by=person', 'by'], ['by=day,day', 'by'],
    ['figure=nothing', 'figure'], ['businessType=301', 'businessType'], ['returnCode=1', 'returnCode'], ['province=99', 'province'], ['nobody=1', 'nobody'],
  ])('%s is refused and says so', async (query, field) => {
    await auditor.asks('GET', 'session');
    const { status, json } = await auditor.tries('GET', `statistics?${query}`);
    expect({ status, code: json['code'] }).toEqual({ status: 400, code: -2 });
    expect(json['detail']).toContain(`${field}: `);
  });
});

describe('for a spreadsheet and for paper', () => {
  it('is CSV that Excel reads: byte order mark, Chinese headings, amounts in fen', async () => {
    await auditor.asks('GET', 'session');
    const answer = await auditor.tries('GET', `statistics/report.csv?from=${monday}&to=${monday}&by=province,channelNumber,businessType&figure=settlement`);
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="statistics-${monday}-${monday}.csv"`);
    expect([...answer.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [headings, ...lines] = answer.bytes.toString('utf8').slice(1).trimEnd().split('\r\n');
    expect(headings).toBe('省份,渠道,用码业务类型,指标,笔数,总金额（分）,统筹基金（分）,个人账户（分）,现金（分）');
    const sold = book.rows.find(({ figure, businessType }) => figure === 'settlement' && businessType === '02121');
    expect(lines).toContain(
      `35 福建省,${cast.app.channelNumber} 测试医保服务平台,02121 药店购药,结算,1,6789,${sold?.fundFen},${sold?.personalAccountFen},${sold?.cashFen}`,
    );
  });

  it('prints one page with a line for each province and their sum, in yuan', async () => {
    const html = (await auditor.tries('GET', `statistics/report.html?from=${monday}&to=${tuesday}&by=province`)).bytes.toString();
    for (const text of ['医保电子凭证业务统计表', '福建省', '广东省', '合计', '191.37', '433.34', `统计期间：${monday} 至 ${tuesday}`, '统计范围：全国']) {
      expect(html).toContain(text);
    }
    const pdf = await auditor.tries('GET', `statistics/report.pdf?from=${monday}&to=${tuesday}&by=province`);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(pdfText(pdf.bytes)).toContain('医保电子凭证业务统计表');
  });
});

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
