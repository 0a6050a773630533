import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSm2KeyPair } from '../../src/crypto/sm2.js';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { letsIn } from './stage/centre-staff.js';
import type { CentreUser } from './stage/centre-user.js';
import type { Citizen } from './stage/citizen.js';
import { expectJournalsWhole, expectRefusal } from './stage/expectations.js';
import { fuzhou, xiamen } from './stage/places.js';
import { Speaker } from './stage/speaker.js';

interface Total {
  readonly times: number;
  readonly totalFen: number;
}

/** Of the form of a token, and none. */
const NO_TOKEN = '350203ecaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';

let cast: Cast;
let citizen: Citizen;
let auditor: CentreUser;
beforeAll(async () => {
  cast = await openStageWithCast({ onFiles: true });
  auditor = await letsIn(cast.stage.national, 'tongji.guojia', 'national', ['audit']);
  citizen = await cast.activated({ insuredIn: [xiamen] });
}, 60_000);
afterAll(() => cast.stage.close());

/** What one figure comes to at present, everywhere or as a filter says. */
async function counted(figure: string, filter = ''): Promise<Total> {
  await cast.stage.countsEverything();
  const { totals } = await auditor.asks<{ totals: Total[] }>('GET', `statistics?figure=${figure}${filter}`);
  const [{ times, totalFen } = { times: 0, totalFen: 0 }] = totals;
  return { times, totalFen };
}

/** Plays an act and expects a figure to have risen by so much. */
async function expectCounted(figure: string, more: number, act: () => Promise<unknown>, filter = ''): Promise<void> {
  const before = await counted(figure, filter);
  await act();
  expect((await counted(figure, filter)).times - before.times).toBe(more);
}

const scanned = async () => cast.xiamenHospital.scans(await citizen.shows({ in: cast.stage.fujian }));

describe('an act that is asked for more than once', () => {
  it('a repeat that gets its first answer again is not counted again', async () => {
    const { stage, xiamenHospital } = cast;
    await expectCounted('decode', 1, async () => {
      const [code, requestId] = [await citizen.shows({ in: stage.fujian }), 'the-same-scan'];
      const scan = await xiamenHospital.scans(code, {}, { requestId });
      expect(await xiamenHospital.scans(code, {}, { requestId })).toEqual(scan);
    });
  });

  it('a settlement that is asked for side by side is one, with its money', async () => {
    const { xiamenHospital } = cast;
    const before = await counted('settlement');
    const [scan, institutionSerialNo] = [await scanned(), xiamenHospital.nextSerialNo()];
    const receipts = await Promise.all(Array.from({ length: 6 }, () => xiamenHospital.settles(scan, { institutionSerialNo, totalFen: 777 })));
    expect(new Set(receipts.map(({ settlementNo }) => settlementNo)).size).toBe(1);
    expect(await counted('settlement')).toEqual({ times: before.times + 1, totalFen: before.totalFen + 777 });
    await expectCounted('reversal', 1, async () => {
      const reversalSerialNo = `R${xiamenHospital.nextSerialNo()}`;
      await Promise.all(Array.from({ length: 4 }, () => xiamenHospital.reverses(receipts[0], { reversalSerialNo })));
    });
  });

  it('what is taken up again after nobody answered is counted when it is done', async () => {
    const { stage, xiamenHospital } = cast;
    const { fujian } = stage;
    const [first, second] = [await scanned(), await scanned()];
    const before = { settlement: await counted('settlement'), handling: await counted('handling') };
    await fujian.insurer.stops();
    await expectRefusal(xiamenHospital.settles(first, { totalFen: 555 }), 'timeout');
    await expectRefusal(xiamenHospital.hasHandled(second), 'timeout');
    await fujian.insurer.starts();
    expect({ settlement: await counted('settlement'), handling: await counted('handling') }).toEqual(before);
    stage.clock.passes({ seconds: 31 });
    await fujian.takesUpUnfinishedSettlements();
    await fujian.takesUpUnfinishedHandlings();
    expect(await counted('settlement')).toEqual({ times: before.settlement.times + 1, totalFen: before.settlement.totalFen + 555 });
    expect(await counted('handling')).toEqual({ ...before.handling, times: before.handling.times + 1 });
  });
});

describe('what is no act of its kind', () => {
  it('entering the official channel again makes no authorization', () => expectCounted('authorization', 0, () => citizen.authorizes(cast.app)));

  it('a question which pooling area is meant is no display', async () => {
    const both = await cast.activated({ insuredIn: [xiamen, fuzhou] });
    await expectCounted('display', 0, () => both.asksToShow({ in: cast.stage.fujian }));
    await expectCounted('display', 1, () => both.asksToShow({ in: cast.stage.fujian, choosing: xiamen }));
  });

  it('a restored authorization is no withdrawal, a suspended one is', async () => {
    const { app, partner } = cast;
    await citizen.authorizes(partner);
    const of = { authorizationCode: citizen.authorizationCodeIn(app), channelNumber: partner.channelNumber };
    const changes = (change: string) => app.changesAuthorization({ ...of, change });
    await expectCounted('withdrawal', 1, () => changes('suspend'), `&channelNumber=${partner.channelNumber}&province=35`);
    await expectCounted('withdrawal', 0, () => changes('restore'));
  });
});

describe('where something counts', () => {
  it('a code of the national tier counts under the province of the person', () => (
    expectCounted('display', 1, () => citizen.showsNationalCode(), '&province=35&transType=ec.qrcode.issue.national')
  ));

  it('a code that an institution shows is a display of no channel, and void no channel is blamed for it (7.1)', async () => {
    const { xiamenHospital } = cast;
    const ofTheApp = `&channelNumber=${cast.app.channelNumber}`;
    const shows = async () => (await xiamenHospital.shows(citizen)).ecQrCode ?? '';
    await expectCounted('display', 1, shows);
    await expectCounted('display', 0, shows, ofTheApp);
    const code = await shows();
    await expectCounted('decode', 1, () => xiamenHospital.scans(code));
    await expectCounted('invalid-scan', 0, () => expectRefusal(xiamenHospital.scans(code), 'qrCodeInvalid', { because: 'has been used' }));
  });

  it('a void code that is scanned in another province: its channel\'s where it was issued, the refusal where it was scanned', async () => {
    const { stage, app, xiamenHospital, guangzhouHospital } = cast;
    const code = await citizen.shows({ in: stage.fujian });
    await xiamenHospital.scans(code);
    const scansAway = () => expectRefusal(guangzhouHospital.scans(code), 'qrCodeInvalid', { origin: 'province:35', because: 'has been used' });
    await expectCounted('invalid-scan', 1, scansAway, `&province=35&channelNumber=${app.channelNumber}`);
    await expectCounted('invalid-scan', 1, scansAway);
    await expectCounted('refusal', 1, scansAway, '&province=44&transType=ec.query');
    await expectCounted('refusal', 1, scansAway);
  });
});

describe('answers without a line in the journal', () => {
  const refused = '&returnCode=501001&transType=ec.verify';

  it('share what is written before they go out, where they are given side by side, and every one is counted', async () => {
    const { stage, xiamenHospital } = cast;
    await expectCounted('refusal', 40, async () => {
      await Promise.allSettled(Array.from({ length: 40 }, () => xiamenHospital.checks(NO_TOKEN, citizen)));
      const written = await stage.fujian.tier.rows<{ times: number }>('SELECT times FROM tallied_answer');
      expect(written.reduce((sum, { times }) => sum + times, 0)).toBe(40);
    }, refused);
    expect(await stage.fujian.tier.count('tallied_answer')).toBe(0);
  });

  it('are not counted for a request that its caller has not signed', async () => {
    const { stage, xiamenHospital } = cast;
    await stage.countsEverything();
    const { orgId, speaker: { keys } } = xiamenHospital;
    const privateKey = generateSm2KeyPair().privateKey.toBase64();
    const counterpartPublicKey = keys.verifyWith.toBase64();
    const impostor = new Speaker({ appId: keys.appId, appSecret: keys.appSecret, privateKey, counterpartPublicKey }, stage.air, orgId);
    await expectRefusal(impostor.ask(stage.fujian.coreUrl, transactions.findReceipt, { settlementNo: 'none' }), 'signatureInvalid');
    expect(await stage.fujian.tier.count('tallied_answer')).toBe(0);
  });
});

describe('统计上报', () => {
  it('a report that comes again, or after a newer one, changes nothing', async () => {
    const { stage, app } = cast;
    const national = stage.fujian.tier.speakerTo('national');
    const numbers = () => stage.national.rows('SELECT * FROM figure_count ORDER BY 1, 2, 3, 4, 5, 6, 7, 8');
    const count = { figure: 'decode', businessType: '01301', returnCode: 0, times: 9, totalFen: 0, fundFen: 0, personalAccountFen: 0, cashFen: 0 };
    const section = { day: '2020-01-01', channelNumber: app.channelNumber, transType: 'ec.query' };
    const reports = (revision: number, saying: object) => national.ask(stage.national.coreUrl, transactions.reportStatistics, {
      sections: [{ ...section, revision, counts: [{ ...count, ...saying }] }],
    });
    await reports(2, { times: 7 });
    const told = await numbers();
    await reports(2, { times: 8 });
    await reports(1, { times: 9 });
    expect(await numbers()).toEqual(told);
    await reports(3, { times: 4 });
    const [row] = await stage.national.rows<object>("SELECT * FROM figure_count WHERE day = '2020-01-01'");
    expect(row).toMatchObject({ times: 4, source: '35', province: '35' });
    await expectRefusal(reports(4, { figure: 'nothing' }), 'badRequest', { naming: 'data.sections[0].counts' });
  });

  it('waits in the outbox, alone, while national is away, and what happens meanwhile comes after it', async () => {
    const { stage } = cast;
    const before = await counted('decode');
    await scanned();
    await stage.national.stops();
    for (let n = 0; n < 3; n += 1) {
      await stage.fujian.reportsStatistics();
      await scanned();
    }
    expect(await stage.fujian.tier.count('outbox_entry', "state <> 'delivered'")).toBe(1);
    await stage.national.starts();
    await stage.converged();
    const { totals } = await auditor.asks<{ totals: Total[] }>('GET', 'statistics?figure=decode');
    expect(totals[0]?.times).toBe(before.times + 1);
    expect((await counted('decode')).times).toBe(before.times + 4);
  });
});

it('leaves whole journals on every tier', () => expectJournalsWhole(cast.stage.tiers));
