import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readCsv, writeCsv } from '../../src/kernel/csv/csv-table.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { letsIn } from './stage/centre-staff.js';
import type { CentreAnswer, CentreUser } from './stage/centre-user.js';
import { expectChanges, expectJournalsWhole } from './stage/expectations.js';
import { snapshot, type Snapshot } from './stage/snapshot.js';
import { xiamen } from './stage/places.js';

const HEADING = ['机构 ID', '终端的名称', '终端的用途', '终端的版本', '终端的开发单位', '终端 MAC 地址', '终端类型'];

let cast: Cast;
let registrar: CentreUser;
beforeAll(async () => {
  cast = await openStageWithCast({ onFiles: true });
  registrar = await letsIn(cast.stage.national, 'dengji.xiamen', 'city:350200', ['register']);
  await registrar.logsIn();
});
afterAll(() => cast.stage.close());

let devices = 0;
const device = (): string => {
  devices += 1;
  return `02:00:5e:00:${(devices >> 8).toString(16).padStart(2, '0')}:${(devices & 255).toString(16).padStart(2, '0')}`;
};

/** A line as a clerk writes it; `saying` replaces cells by their place. */
function line(saying: Readonly<Record<number, string>> = {}): string[] {
  return [cast.xiamenHospital.orgId, '挂号自助终端', '用于患者自助进行挂号等操作', '1.2', '示例开发有限公司', device(), '自助服务终端'].map((cell, at) => saying[at] ?? cell);
}

interface Outcome {
  readonly lines: number;
  readonly registered: number;
  readonly known: number;
  readonly refused: number;
  readonly terminals: { line: number; outcome: string; mac: string; filingNumber: string }[];
  readonly faults: { line: number; field: string; reason: string }[];
}

const outcomeOf = ({ status, json }: CentreAnswer): Outcome => {
  expect(status).toBe(200);
  return json as unknown as Outcome;
};
const fileOf = (...lines: string[][]): string => writeCsv([HEADING, ...lines]);
const uploads = async (...lines: string[][]): Promise<Outcome> => outcomeOf(await registrar.uploads(fileOf(...lines)));

/** What all tiers hold once nothing is on its way any more. */
async function settledSnapshot(): Promise<Snapshot> {
  await cast.stage.converged();
  return snapshot(cast.stage.tiers);
}

/** 机构 ID and 挂号 as a Chinese Windows writes them. */
const IN_GBK = { heading: Buffer.from('bbfab9b9204944', 'hex'), purpose: Buffer.from('b9d2bac5', 'hex') };

describe('7.2.1.1 批量登记 (INT-94): terminals from a file', () => {
  it('registers them in one unit of work, tells the province of all together, and they scan', async () => {
    const { stage, xiamenHospital, xiamenPharmacy, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const before = await settledSnapshot();
    const { terminals, ...counts } = await uploads(line(), line({ 6: 'scan-gun' }), line({ 0: xiamenPharmacy.orgId, 6: '扫码墩' }));
    expect(counts).toEqual({ lines: 3, registered: 3, known: 0, refused: 0, faults: [] });
    expect(terminals.map((each) => each.line)).toEqual([2, 3, 4]);
    await expectChanges(stage, before, {
      'national acceptance_terminal': 3, 'national filing_number_serial': 'rewritten',
      'national outbox_entry': 1, 'national sync_lag': 1, 'national journal_entry': 1,
      'province:35 acceptance_terminal': 3, 'province:35 idempotency_record': 1, 'province:35 journal_entry': 1,
    });
    for (const { filingNumber } of terminals.slice(0, 2)) {
      await expect(xiamenHospital.scans(await citizen.shows({ in: stage.fujian }), { termId: filingNumber })).resolves.toMatchObject(citizen.identity);
    }
  });

  it('lets the good lines in and gives every faulty one back with its line, field and reason', async () => {
    const { stage, guangzhouHospital } = cast;
    const known = await stage.national.count('acceptance_terminal');
    const file = fileOf(
      line({ 1: '有,逗号"和引号"\n及换行', 3: '1', 5: 'x' }), line(), line({ 0: guangzhouHospital.orgId }), line({ 0: 'H35020399999' }), line({ 6: '收银机' }),
      [...line(), '多'], line().slice(0, 4), line({ 2: 'FORMULA' }), line(),
    );
    const outcome = outcomeOf(await registrar.uploads(file.replace('FORMULA', '=A1')));
    expect(outcome).toMatchObject({ lines: 9, registered: 2, known: 0, refused: 7 });
    expect(outcome.terminals.map((each) => each.line)).toEqual([4, 11]);
    const faults = outcome.faults.map((fault) => `${fault.line} ${fault.field}: ${fault.reason}`);
    expect(faults).toEqual([
      '2 name: one line of visible characters', expect.stringMatching(/^2 version: X\.Y/), expect.stringMatching(/^2 mac: 6 bytes/),
      expect.stringMatching(/^5 orgId: lies outside of your scope city:350200/), '6 orgId: stands in no register of this tier',
      expect.stringMatching(/^7 kind: one of scan-gun/),
      '8 line: has more cells than the heading', '9 developer: must not be empty', '9 mac: must not be empty', '9 kind: must not be empty',
      '10 purpose: no =, +, - or @ at the beginning',
    ]);
    expect(await stage.national.count('acceptance_terminal')).toBe(known + 2);
  });

  it('is idempotent by institution and device: the same file once more gives the same numbers, also at once and while it is corrected', async () => {
    const { stage } = cast;
    const [good, wrong] = [line(), line({ 3: '1' })];
    const file = fileOf(good, wrong);
    const known = await stage.national.count('acceptance_terminal');
    const outcomes = (await Promise.all(Array.from({ length: 5 }, () => registrar.uploads(file)))).map(outcomeOf);
    expect(outcomes.map((each) => each.registered).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 1]);
    expect(new Set(outcomes.map(({ terminals }) => terminals[0]?.filingNumber)).size).toBe(1);
    const corrected = await uploads(good, wrong.with(3, '1.0'), good);
    expect(corrected.terminals.map(({ outcome }) => outcome)).toEqual(['known', 'registered', 'known']);
    expect(corrected.terminals[0]?.filingNumber).toBe(outcomes[0]?.terminals[0]?.filingNumber);
    const other = await uploads(good.with(1, '取药终端'));
    expect(other.faults).toEqual([{ line: 2, field: 'mac', reason: expect.stringContaining(`${corrected.terminals[0]?.filingNumber} with another name`) }]);
    expect(await stage.national.count('acceptance_terminal')).toBe(known + 2);
    await expectJournalsWhole(stage.tiers);
  });

  it('answers with a file on demand, which may be corrected and handed in again', async () => {
    const [good, wrong] = [line({ 2: '用于,"挂号"\n和取号' }), line({ 3: '1' })];
    const answer = await registrar.uploads(fileOf(good, wrong), { format: 'csv' });
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    const [heading, ...rows] = readCsv(answer.bytes).map(({ cells }) => [...cells]);
    expect(heading).toEqual([...HEADING, '终端备案号', '系统备案日期', '终端的使用单位', '启用状态', '登记结果', '原因']);
    expect(rows[0]).toEqual([...good, expect.stringMatching(/^35\d{18}$/), expect.stringMatching(/^20\d\d\/\d\d\/\d\d$/), '厦门示例医院', '启用', '已登记', '']);
    expect(rows[1]).toEqual([...wrong, '', '', '', '', '未登记', expect.stringMatching(/^version: X\.Y/)]);
    const again = await registrar.uploads(writeCsv([heading ?? [], ...rows.map((cells) => cells.with(3, '1.2'))]));
    expect(outcomeOf(again)).toMatchObject({ registered: 1, known: 1, refused: 0 });
  });

  it('reads UTF-8 with and without a byte order mark and GB18030, columns in any order, by name or id', async () => {
    const { stage } = cast;
    const text = fileOf(line());
    expect(outcomeOf(await registrar.uploads(text.slice(1)))).toMatchObject({ registered: 1 });
    const order = [6, 5, 4, 3, 2, 1, 0];
    const ids = ['orgId', 'name', 'purpose', 'version', 'developer', 'mac', 'kind'];
    const turned = [ids, line()].map((cells) => order.map((at) => cells[at] ?? ''));
    expect(outcomeOf(await registrar.uploads(writeCsv(turned)))).toMatchObject({ registered: 1 });
    for (const charset of ['', 'GBK', 'gb18030']) {
      const cells = line({ 1: 'A', 2: '|', 4: 'C', 6: 'scan-gun' }).join(',');
      const [before = '', after = ''] = `,name,purpose,version,developer,mac,kind\r\n${cells}\r\n`.split('|');
      const file = Buffer.concat([IN_GBK.heading, Buffer.from(before), IN_GBK.purpose, Buffer.from(after)]);
      const [{ filingNumber }] = outcomeOf(await registrar.uploads(file, { charset })).terminals;
      expect(await stage.national.rows('SELECT purpose FROM acceptance_terminal WHERE filing_number = ?', [filingNumber])).toEqual([{ purpose: '挂号' }]);
    }
  });

  it.each([
    ['a heading that lacks columns', '机构 ID,终端的名称\nH1,x\n', /the heading has no column 终端的用途 \(purpose\)/],
    ['a column that nobody knows', `${HEADING.join(',')},颜色\n`, /the heading has a column "颜色" that nobody knows/],
    ['a column twice', `${HEADING.join(',')},mac\n`, /the heading has the column 终端 MAC 地址 \(mac\) twice/],
    ['quotes that do not match', `${HEADING.join(',')}\n"H1,x\n`, /line 2: the quotes do not match/],
    ['nothing', '', /the heading has no column/],
    ['other bytes', Buffer.from([0xff, 0xff, 0xff]), /is neither UTF-8 nor GB18030/],
    ['more terminals than one file may have', `${HEADING.join(',')}\n${'x\n'.repeat(2_001)}`, /has 2001 terminals; at most 2000/],
  ])('is refused as a whole with %s, and nothing happens', async (_what, file, because) => {
    const { stage } = cast;
    const before = await settledSnapshot();
    const { status, json } = await registrar.uploads(file);
    expect({ status, code: json['code'], detail: json['detail'] }).toEqual({ status: 400, code: -2, detail: expect.stringMatching(because) });
    await expectChanges(stage, before, {});
  });

  it('larger than 1 MiB is refused (413); with faulty lines only it changes nothing', async () => {
    const { stage } = cast;
    const before = await settledSnapshot();
    expect((await registrar.uploads(`${HEADING.join(',')}\n${'x'.repeat(1024 * 1024)}`)).status).toBe(413);
    expect(outcomeOf(await registrar.uploads(fileOf(line({ 3: '1' }), line({ 5: '' }))))).toMatchObject({ registered: 0, refused: 2 });
    await expectChanges(stage, before, {});
  });

  it('reaches a province that was down, every one of them, before whatever happens to them afterwards', async () => {
    const { stage } = cast;
    await stage.fujian.tier.stops();
    const { terminals } = await uploads(...Array.from({ length: 210 }, () => line()));
    await registrar.asks('POST', `terminals/${terminals[0]?.filingNumber}/retirement`, { reason: '示例原因' });
    await stage.fujian.tier.starts();
    await stage.converged();
    const places = terminals.map(() => '?').join(',');
    expect(await stage.fujian.tier.count('acceptance_terminal', `filing_number IN (${places})`, terminals.map(({ filingNumber }) => filingNumber))).toBe(210);
    expect(await stage.fujian.tier.count('acceptance_terminal', "standing = 'retired'")).toBe(1);
  });

  it('is undone as a whole where the unit of work fails', async () => {
    const { stage } = cast;
    const before = await settledSnapshot();
    const { outbox } = stage.national.kernel;
    const append = outbox.append.bind(outbox);
    outbox.append = () => Promise.reject(new Error('the disk is full'));
    try {
      expect((await registrar.uploads(fileOf(line(), line()))).status).toBe(500);
    } finally {
      outbox.append = append;
    }
    await expectChanges(stage, before, {});
  });
});

describe('the terminals as a file', () => {
  it('hold what is asked for, of the own area, as it was registered', async () => {
    const { stage, xiamenPharmacy, guangzhouHospital } = cast;
    const purpose = '取药,"窗口"\n二楼';
    await uploads(line({ 0: xiamenPharmacy.orgId, 2: purpose, 6: '扫码枪' }));
    const { bytes } = await registrar.tries('GET', `terminals/export.csv?orgId=${xiamenPharmacy.orgId}`);
    const [heading, ...rows] = readCsv(bytes).map(({ cells }) => cells);
    expect(heading).toEqual([...HEADING, '终端备案号', '系统备案日期', '终端的使用单位', '启用状态']);
    expect(rows).toHaveLength(await stage.national.count('acceptance_terminal', 'org_id = ?', [xiamenPharmacy.orgId]));
    expect(rows.some((cells) => cells[2] === purpose && cells[6] === '扫码枪')).toBe(true);
    const all = (await registrar.tries('GET', 'terminals/export.csv?standing=active')).bytes.toString();
    expect(all).not.toContain(guangzhouHospital.orgId);
    expect(outcomeOf(await registrar.uploads(all))).toMatchObject({ registered: 0, refused: 0 });
  });
});
