import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSm2KeyPair } from '../../src/crypto/sm2.js';
import type { Channel } from './stage/channel.js';
import type { Citizen } from './stage/citizen.js';
import type { Staff } from './stage/centre-staff.js';
import type { CentreUser } from './stage/centre-user.js';
import { expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { onboards, type HandedOver } from './stage/onboarding.js';
import { xiamen } from './stage/places.js';
import { openStage, type Stage } from './stage/stage.js';

let stage: Stage;
let staff: Staff;
beforeAll(async () => {
  stage = await openStage({ onFiles: true });
  staff = await stage.centre.staff;
  await Promise.all(Object.values(staff).map((user: CentreUser) => user.logsIn()));
});
afterAll(() => stage.close());

interface LetIn {
  readonly channel: Channel;
  readonly citizen: Citizen;
  readonly privateKey: string;
}

/** A channel that was let in, and a citizen who activated through it. */
async function letIn(name: string): Promise<LetIn> {
  const line = await onboards(staff, name);
  await stage.converged();
  const channel = stage.centre.channelOf(name, line.channelNumber, line);
  const citizen = await stage.citizen({ insuredIn: [xiamen] });
  await citizen.activatesThrough(channel);
  await stage.converged();
  return { channel, citizen, privateKey: line.privateKey };
}

const operates = (channel: Pick<Channel, 'channelNumber'>, act: string, body: object = { reason: '示例原因' }) => (
  staff.operator.asks<Record<string, unknown>>('POST', `channels/${channel.channelNumber}/${act}`, body)
);

/** Every door the channel has: nationally, and in both provinces. */
const doors = ({ channel, citizen }: LetIn): (() => Promise<unknown>)[] => [
  () => channel.verifiesRealName({ ...citizen.identity, businessPlace: xiamen }),
  () => citizen.shows({ in: stage.fujian, through: channel }),
  () => citizen.shows({ in: stage.guangdong, through: channel }),
];

/** The citizen's channel with other keys. */
async function withKeys({ channel, citizen, privateKey }: LetIn): Promise<Channel> {
  const { lines: [line] } = await staff.city.asks<{ lines: HandedOver[] }>('POST', `channels/${channel.channelNumber}/notice/printing`, { format: 'json' });
  if (line === undefined) throw new Error('a notice without a line');
  const renewed = stage.centre.channelOf(channel.name, channel.channelNumber, { ...line, privateKey });
  citizen.usesAlso(renewed, citizen.authorizationCodeIn(channel));
  return renewed;
}

describe('渠道管理 (5.2.1): a channel is suspended, resumed, retired', () => {
  it('suspended: refused nationally and in every province with 500013; resumed: as before', async () => {
    const known = await letIn('示例暂停');
    expect(await operates(known.channel, 'suspension')).toMatchObject({ standing: 'suspended' });
    await stage.converged();
    for (const door of doors(known)) await expectRefusal(door(), 'channelNotApproved');
    expect(await operates(known.channel, 'resumption')).toMatchObject({ standing: 'active' });
    await stage.converged();
    for (const door of doors(known)) await expect(door()).resolves.toBeDefined();
  });

  it('retired is final: neither resumed nor suspended (500013) nor given keys, and lifting it again fails (500056)', async () => {
    const known = await letIn('示例解除');
    expect(await operates(known.channel, 'retirement')).toMatchObject({ standing: 'retired' });
    await stage.converged();
    for (const door of doors(known)) await expectRefusal(door(), 'channelNotApproved');
    for (const act of ['resumption', 'suspension']) await expectRefusedWithoutTrace(stage, () => operates(known.channel, act), 'channelNotApproved', { because: 'retired' });
    const rotation = () => operates(known.channel, 'rotation', { reason: '示例', overlapMinutes: 0 });
    await expectRefusedWithoutTrace(stage, rotation, 'channelNotApproved', { because: 'gets no more keys' });
    await expectRefusedWithoutTrace(stage, () => operates(known.channel, 'retirement'), 'channelRemovalFailed', { because: 'the channel is retired' });
  });

  it('what does not fit the standing is a conflict; a channel nobody knows is 500012', async () => {
    const { channel } = await letIn('示例冲突');
    await expectRefusedWithoutTrace(stage, () => operates(channel, 'resumption'), 'badRequest', { naming: 'state', because: 'the channel is active' });
    const nobody = { channelNumber: 'X'.repeat(32) };
    for (const act of ['suspension', 'retirement']) await expectRefusedWithoutTrace(stage, () => operates(nobody, act), 'channelNotFound', { naming: 'channelNumber' });
    await expectRefusedWithoutTrace(stage, () => staff.city.asks('GET', `channels/${nobody.channelNumber}`), 'channelNotFound');
  });

  it('takes effect at once where national answers, and in a province as soon as it hears of it', async () => {
    const known = await letIn('示例断网');
    await stage.guangdong.tier.stops();
    await operates(known.channel, 'suspension');
    const [nationally] = doors(known);
    await expectRefusal(nationally(), 'channelNotApproved');
    await stage.guangdong.tier.starts();
    await stage.converged(20_000);
    await expectRefusal(known.citizen.shows({ in: stage.guangdong, through: known.channel }), 'channelNotApproved');
  });
});

describe('rotation of secret and keys', () => {
  it('the old keys go on working until the overlap is over, then they are refused; the new ones work at once, everywhere', async () => {
    const known = await letIn('示例轮换');
    const { appId, formerValidUntil } = await operates(known.channel, 'rotation', { reason: '年度轮换', overlapMinutes: 60 });
    expect(appId).not.toBe(known.channel.speaker.keys.appId);
    expect(Math.abs(Number(formerValidUntil) - stage.clock.now() - 3_600_000)).toBeLessThan(5_000);
    const renewed = await withKeys(known);
    expect(renewed.speaker.keys.appId).toBe(appId);
    expect(renewed.speaker.keys.appSecret).not.toBe(known.channel.speaker.keys.appSecret);
    await stage.converged();
    for (const door of [...doors(known), ...doors({ ...known, channel: renewed })]) await expect(door()).resolves.toBeDefined();
    stage.clock.passes({ minutes: 60 });
    for (const door of doors(known)) await expectRefusal(door(), 'forbidden');
    for (const door of doors({ ...known, channel: renewed })) await expect(door()).resolves.toBeDefined();
  });

  it('a leaked secret is ended at once, also the ones whose overlap was still running', async () => {
    const known = await letIn('示例泄露');
    await operates(known.channel, 'rotation', { reason: '年度轮换', overlapMinutes: 1_440 });
    const second = await withKeys(known);
    await operates(known.channel, 'rotation', { reason: '密码泄露', overlapMinutes: 0 });
    const third = await withKeys(known);
    await stage.converged();
    for (const channel of [known.channel, second]) for (const door of doors({ ...known, channel })) await expectRefusal(door(), 'forbidden');
    for (const door of doors({ ...known, channel: third })) await expect(door()).resolves.toBeDefined();
  });

  it('shows the new secret once, and takes a new public key of the channel where it has one', async () => {
    const known = await letIn('示例换钥');
    const { publicKey, privateKey } = generateSm2KeyPair();
    await operates(known.channel, 'rotation', { reason: '更换密钥', overlapMinutes: 10, publicKey: publicKey.toBase64() });
    const renewed = await withKeys({ ...known, privateKey: privateKey.toBase64() });
    const again = () => staff.city.asks('POST', `channels/${known.channel.channelNumber}/notice/printing`, { format: 'pdf' });
    await expectRefusedWithoutTrace(stage, again, 'forbidden', { because: 'shown once' });
    expect(await staff.city.asks('GET', `channels/${known.channel.channelNumber}/notice`)).toMatchObject({ lines: [{ appId: renewed.speaker.keys.appId, appSecret: '********' }] });
    await stage.converged();
    for (const door of doors({ ...known, channel: renewed })) await expect(door()).resolves.toBeDefined();
  });

  it('suspends old and new keys alike during the overlap', async () => {
    const known = await letIn('示例并存');
    await operates(known.channel, 'rotation', { reason: '年度轮换', overlapMinutes: 60 });
    const renewed = await withKeys(known);
    await operates(known.channel, 'suspension');
    await stage.converged();
    for (const door of [...doors(known), ...doors({ ...known, channel: renewed })]) await expectRefusal(door(), 'channelNotApproved');
  });

  it('keeps no more than eight replaced keys alive side by side; an end at once is always possible', async () => {
    const known = await letIn('示例堆积');
    const rotate = (overlapMinutes: number) => () => operates(known.channel, 'rotation', { reason: '示例', overlapMinutes });
    for (let turn = 0; turn < 8; turn += 1) await rotate(600)();
    await expectRefusedWithoutTrace(stage, rotate(600), 'badRequest', { naming: 'state', because: 'too many' });
    await rotate(0)();
    const renewed = await withKeys(known);
    await stage.converged();
    for (const door of doors(known)) await expectRefusal(door(), 'forbidden');
    for (const door of doors({ ...known, channel: renewed })) await expect(door()).resolves.toBeDefined();
  });
});

describe('渠道列表', () => {
  it('tells the nation of every channel, and a department of those it applied for', async () => {
    const { total } = await staff.operator.asks<{ total: number }>('GET', 'channels?page=1&pageSize=5');
    const official = await stage.centre.registersByTransaction('示例官方', 'official');
    const list = (who: Staff[keyof Staff]) => who.asks<{ total: number; items: { channelNumber: string }[] }>('GET', 'channels?page=1&pageSize=200');
    expect((await list(staff.operator)).items.map(({ channelNumber }) => channelNumber)).toContain(official.channelNumber);
    expect((await list(staff.city)).total).toBe(total);
    await expectRefusal(staff.city.asks('GET', `channels/${official.channelNumber}`), 'forbidden', { naming: 'scope' });
    expect(await staff.operator.asks('GET', `channels/${official.channelNumber}`)).toMatchObject({ kind: 'official', standing: 'active' });
  });
});

it('journals every act with its user and reason, and leaves whole journals', async () => {
  const rows = await stage.national.rows<{ actor: string; act: string; detail: string }>("SELECT actor, act, detail FROM journal_entry WHERE act LIKE 'management.channel.%'");
  expect(new Set(rows.map(({ act }) => act))).toEqual(new Set(['suspend', 'resume', 'retire', 'rotate'].map((act) => `management.channel.${act}`)));
  expect(rows.every(({ actor, detail }) => actor === 'user:yunwei.guojia' && /"reason":"/.test(detail))).toBe(true);
  await expectJournalsWhole(stage.tiers);
});
