import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sm3Hex } from '../../src/crypto/sm3.js';
import type { Channel } from './stage/channel.js';
import { letsIn, type Staff } from './stage/centre-staff.js';
import type { CentreUser } from './stage/centre-user.js';
import { expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { accessForm, agreement, applies, channelKeys, channelLine, passed, reportsUp, type HandedOver } from './stage/onboarding.js';
import { xiamen } from './stage/places.js';
import { openStage, type Stage } from './stage/stage.js';

/** Two providers that exist nowhere; an agreement of the one is none of the other. */
const provider = '91350200MA0000001W';
const other = '91440300MA0000002P';
const DAY = 24 * 60;

let stage: Stage;
let staff: Staff;
beforeAll(async () => {
  stage = await openStage();
  staff = await stage.centre.staff;
  await Promise.all(Object.values(staff).map((user: CentreUser) => user.logsIn()));
});
afterAll(() => stage.close());

interface Filed {
  agreementId: string;
  digest: string;
  size: number;
}

const files = (applicationId: string, saying: object = {}, by: CentreUser = staff.city): Promise<Filed> => (
  by.asks<Filed>('POST', `applications/${applicationId}/agreements`, agreement(saying))
);

/** A day in China so many days from now on the stage. */
const day = (days: number): string => new Date(stage.clock.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

async function approved(lines: readonly object[]): Promise<string> {
  const applicationId = await applies(staff.city, accessForm(lines));
  await reportsUp(staff, applicationId);
  await staff.decider.asks('POST', `applications/${applicationId}/decision`, { approved: true });
  return applicationId;
}

const keysFor = (applicationId: string, rows = 1) => {
  const keys = Array.from({ length: rows }, (_none, index) => channelKeys(index + 1));
  const issue = () => staff.issuer.asks('POST', `applications/${applicationId}/issue`, { ...passed, channels: keys.map(({ wanted }) => wanted) });
  return { issue, privateKey: keys[0]?.privateKey ?? '' };
};

async function handedOver(applicationId: string, privateKey: string): Promise<Channel> {
  const { lines: [line] } = await staff.city.asks<{ lines: HandedOver[] }>('POST', `applications/${applicationId}/notice/printing`, { format: 'json' });
  if (line === undefined) throw new Error('a notice without a line');
  return stage.centre.channelOf(line.name, line.channelNumber, { ...line, privateKey });
}

describe('医保电子凭证在与其它部门或机构对接时须采用总对总的对接方式，在对接前须同国家医保局签订合作协议', () => {
  it('no keys without the overall agreement on file: 500007; with it, keys', async () => {
    const applicationId = await approved([channelLine('示例一', { creditCode: other })]);
    const { issue } = keysFor(applicationId);
    await expectRefusedWithoutTrace(stage, issue, 'channelNotAuthorizedNationally', { because: 'channel 1 has no valid overall agreement on file' });
    await files(applicationId);
    await expect(issue()).resolves.toHaveProperty('channels');
  });

  it('is total to total: one agreement covers every channel run under the same credit code, whoever applies', async () => {
    const applicationId = await applies(staff.city, accessForm([channelLine('示例总对总')]));
    await files(applicationId);
    const fujian = await letsIn(stage.national, 'shenqing.fujian', 'province:35', ['apply', 'endorse']);
    const later = await applies(fujian, accessForm([channelLine('示例二')], { division: '350000' }));
    await reportsUp({ city: fujian, province: fujian }, later);
    await staff.decider.asks('POST', `applications/${later}/decision`, { approved: true });
    await expect(keysFor(later).issue()).resolves.toHaveProperty('channels');
    const { items } = await fujian.asks<{ items: { creditCode: string }[] }>('GET', `applications/${later}/agreements`);
    expect(items.map(({ creditCode }) => creditCode)).toEqual([provider]);
  });

  it('needs the local agreement too where the form says it was signed, and it holds for that department only (INT-50)', async () => {
    const line = channelLine('示例三', { localAgreementSigned: true });
    const fuzhou = await letsIn(stage.national, 'shenqing.fuzhou', 'city:350100', ['apply']);
    const elsewhere = await applies(fuzhou, accessForm([line], { division: '350100' }));
    await files(elsewhere, { kind: 'local' }, fuzhou);
    const applicationId = await approved([line]);
    const { issue } = keysFor(applicationId);
    await expectRefusedWithoutTrace(stage, issue, 'channelNotAuthorizedNationally', { because: 'no valid local agreement' });
    await files(applicationId, { kind: 'local' });
    await expect(issue()).resolves.toHaveProperty('channels');
  });

  it('names every channel of the form that lacks one', async () => {
    const applicationId = await approved([channelLine('示例四'), channelLine('示例五', { creditCode: other, localAgreementSigned: true })]);
    await expectRefusal(keysFor(applicationId, 2).issue(), 'channelNotAuthorizedNationally', { because: 'channel 2 has no valid local agreement' });
  });
});

describe('the file', () => {
  it('keeps the document sealed, with its SM3 digest, and gives it back to the byte', async () => {
    const applicationId = await applies(staff.city, accessForm([channelLine('示例')]));
    const bytes = Buffer.concat([Buffer.from('%PDF-1.4 '), Buffer.alloc(3 * 1024 * 1024, 0xa5)]);
    const { agreementId, digest, size } = await files(applicationId, { document: bytes.toString('base64'), theirSignatory: '贾密签' });
    expect([digest, size]).toEqual([sm3Hex(bytes), bytes.length]);
    const back = await staff.city.tries('GET', `agreements/${agreementId}/document`);
    expect([back.status, back.headers.get('content-type'), sm3Hex(back.bytes)]).toEqual([200, 'application/pdf', digest]);
    const [stored] = await stage.national.rows<{ content: string }>('SELECT content FROM agreement_document WHERE agreement_id = ?', [agreementId]);
    expect(Buffer.from(stored?.content.split('.')[1] ?? '', 'base64url').includes(bytes.subarray(0, 64))).toBe(false);
    expect(JSON.stringify(await stage.national.rows('SELECT * FROM cooperation_agreement'))).not.toContain('贾密签');
    await stage.national.rows('UPDATE cooperation_agreement SET digest = ? WHERE agreement_id = ?', ['0'.repeat(64), agreementId]);
    expect((await staff.city.tries('GET', `agreements/${agreementId}/document`)).status).toBe(500);
  });

  it.each([
    ['what is no Base64', { document: '***' }, 'document'], ['an empty document', { document: '' }, 'document'],
    ['a document that is not what it says', { mediaType: 'image/png' }, 'document'], ['a kind nobody knows', { kind: 'other' }, 'kind'],
    ['a line the form does not have', { rowNo: 2 }, 'rowNo'], ['an agreement that has run out', { validUntil: '2020-12-31' }, 'validUntil'],
    ['one that ends before it begins', { validFrom: '2020-01-02', validUntil: '2020-01-01' }, 'validUntil'],
    ['one that begins later', { validFrom: '2099-01-01' }, 'validFrom'], ['a day that does not exist', { signedOn: '2019-02-30' }, 'signedOn'],
  ])('refuses %s', async (_what, saying, naming) => {
    const applicationId = await applies(staff.city, accessForm([channelLine('示例', { creditCode: '91110000MA0000003T' })]));
    await expectRefusal(files(applicationId, saying), 'badRequest', { naming });
  });

  it('refuses a document that is too large, and one for an application that is over', async () => {
    const applicationId = await applies(staff.city, accessForm([channelLine('示例')]));
    await expectRefusal(files(applicationId, { document: Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(6 * 1024 * 1024)]).toString('base64') }), 'badRequest', { naming: 'document' });
    const large = await staff.city.tries('POST', `applications/${applicationId}/agreements`, agreement({ document: 'A'.repeat(9 * 1024 * 1024) }));
    expect([large.status, large.json['code']]).toEqual([413, -2]);
    await staff.city.asks('POST', `applications/${applicationId}/withdrawal`, { reason: '不再需要' });
    await expectRefusal(files(applicationId), 'channelAlreadyReviewed', { because: 'withdrawn' });
  });
});

describe('when the agreement comes to its end', () => {
  const DESK = '91120000MA00000042';

  it('the channel is refused everywhere with 500007; a renewed agreement lets it in again, in every province', async () => {
    const applicationId = await approved([channelLine('示例到期', { creditCode: DESK })]);
    await files(applicationId, { validUntil: day(30) });
    const { issue, privateKey } = keysFor(applicationId);
    await issue();
    const channel = await handedOver(applicationId, privateKey);
    await stage.converged();
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    await citizen.activatesThrough(channel);
    await stage.converged();
    await expect(citizen.shows({ in: stage.fujian })).resolves.toHaveProperty('showId');
    stage.clock.passes({ minutes: 31 * DAY });
    for (const act of [() => citizen.shows({ in: stage.fujian }), () => citizen.shows({ in: stage.guangdong }), () => channel.verifiesRealName({ ...citizen.identity, businessPlace: xiamen })]) {
      await expectRefusal(act(), 'channelNotAuthorizedNationally');
    }
    await files(applicationId, { validFrom: day(0), validUntil: day(400), signedOn: day(0) });
    await stage.converged();
    await expect(citizen.shows({ in: stage.fujian })).resolves.toHaveProperty('showId');
    await expect(citizen.shows({ in: stage.guangdong })).resolves.toHaveProperty('showId');
  });

  it('one that is ended before its time ends the authorization of its channels at once; twice is a conflict', async () => {
    const creditCode = '91310000MA0000005E';
    const applicationId = await approved([channelLine('示例终止', { creditCode })]);
    const { agreementId } = await files(applicationId);
    const { issue, privateKey } = keysFor(applicationId);
    await issue();
    const channel = await handedOver(applicationId, privateKey);
    await stage.converged();
    const citizen = await stage.citizen({ insuredIn: [xiamen] });
    await citizen.activatesThrough(channel);
    await staff.operator.asks('POST', `agreements/${agreementId}/ending`, { reason: '违反合作协议' });
    await stage.converged();
    await expectRefusal(citizen.shows({ in: stage.fujian }), 'channelNotAuthorizedNationally');
    const again = () => staff.operator.asks('POST', `agreements/${agreementId}/ending`, { reason: '再次' });
    await expectRefusedWithoutTrace(stage, again, 'badRequest', { naming: 'state', because: 'ended already' });
  });
});

it('journals what was filed and ended, and leaves whole journals', async () => {
  const rows = await stage.national.rows<{ actor: string; act: string; detail: string }>("SELECT actor, act, detail FROM journal_entry WHERE act LIKE 'management.agreement.%'");
  expect(rows.some(({ actor, act, detail }) => actor === 'user:shenqing.xiamen' && act === 'management.agreement.file' && /"digest":"[0-9a-f]{64}"/.test(detail))).toBe(true);
  expect(rows.some(({ actor, act }) => actor === 'user:yunwei.guojia' && act === 'management.agreement.end')).toBe(true);
  await expectJournalsWhole(stage.tiers);
});
