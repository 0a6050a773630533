import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Transaction } from '../../src/protocol/transaction.js';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { Channel } from './stage/channel.js';
import type { Citizen } from './stage/citizen.js';
import { expectRefusal } from './stage/expectations.js';
import { xiamen } from './stage/places.js';
import { postRaw, sealed } from './stage/raw-wire.js';
import { fujianWithPeers } from './stage/restarted.js';
import { scriptedInsurer } from './stage/scripted-insurer.js';

let cast: Cast;
let citizen: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast({ onFiles: true, nationalOverrides: { pages: {} } });
  citizen = await cast.activated({ insuredIn: [xiamen] });
}, 60_000);
afterAll(() => cast.stage.close());

const shown = () => citizen.shows({ in: cast.stage.fujian });
const settled = async () => cast.xiamenHospital.settles(await cast.xiamenHospital.scans(await shown()));
/** A scan for which national must be asked. */
const scannedAway = async () => cast.xiamenHospital.scans(await citizen.shows({ in: cast.stage.guangdong }));

describe('表 C.4 系统级', () => {
  it('0 成功 · a code is scanned', async () => {
    const { stage, xiamenHospital } = cast;
    const body = sealed(xiamenHospital.speaker, { transType: 'ec.query', timestamp: stage.clock.now() }, xiamenHospital.scanOf(await shown()));
    expect((await postRaw({ url: stage.fujian.coreUrl, body })).answer).toMatchObject({ code: 0, message: '成功', success: true });
  });

  it('-1 未知异常 · the shares of the local core business system do not add up to the total', async () => {
    const { insurer } = cast.stage.fujian;
    await insurer.stops();
    await insurer.starts(scriptedInsurer(({ totalFen }) => ({ fundFen: totalFen, personalAccountFen: 1, cashFen: 0, settledAt: 1 }), { clock: cast.stage.clock }));
    await expectRefusal(settled(), 'unknownError', { because: 'shares add up' });
    await insurer.stops();
    await insurer.starts();
  });

  it('-2 请求参数异常 · a business type that table C.1 does not have', async () => {
    await expectRefusal(cast.xiamenHospital.scans(await shown(), { businessType: '99999' }), 'badRequest', { naming: 'data.businessType' });
  });

  it('-3 服务端请求超时 · the local core business system does not answer', async () => {
    const { insurer } = cast.stage.fujian;
    await insurer.stops();
    await expectRefusal(settled(), 'timeout');
    await insurer.starts();
  });

  it('-4 权限校验异常 · a scan at a terminal of another institution', async () => {
    const { xiamenHospital, xiamenPharmacy } = cast;
    await expectRefusal(xiamenHospital.scans(await shown(), { termId: xiamenPharmacy.terminal }), 'forbidden', { naming: 'data.termId' });
  });

  it('-5 无效的请求地址 · a scan sent to the national tier', async () => {
    const { stage, xiamenHospital } = cast;
    const act = xiamenHospital.speaker.ask(stage.national.coreUrl, transactions.decodeQrCode, xiamenHospital.scanOf(await shown()));
    await expectRefusal(act, 'badAddress', { naming: 'transType' });
  });

  it('-6 触发限流 · a channel asks more often than it may', async () => {
    const { stage } = cast;
    const channel = await stage.centre.registersByTransaction('示例限流', 'official');
    await stage.centre.limits(channel, { requestsPerMinute: 1 });
    await channel.asksForState(citizen.identity);
    await expectRefusal(channel.asksForState(citizen.identity), 'rateLimited');
  });
});

describe('表 C.4 who asks, and what', () => {
  it('500012 该应用渠道不存在 · limits for a channel that nobody registered', async () => {
    const { stage: { centre, national }, app } = cast;
    const nobody = new Channel(app.name, app.kind, 'A'.repeat(32), app.speaker, national);
    await expectRefusal(centre.limits(nobody, {}), 'channelNotFound');
  });

  it('500057 接入机构不存在 · a terminal for an institution that nobody registered', async () => {
    await expectRefusal(cast.stage.centre.registersTerminal('H99999999999'), 'institutionNotFound');
  });

  it('500058 接入机构审核未通过 · a scan by a suspended institution', async () => {
    const { stage } = cast;
    const hospital = await stage.centre.registersHospital({ orgId: 'H35020300058', name: '厦门停用示例医院', division: '350203' }, stage.fujian);
    const { operator } = await stage.centre.staff;
    await operator.asks('POST', 'institutions/H35020300058/suspension', { reason: '示例原因' });
    await stage.converged();
    await expectRefusal(hospital.scans(await shown()), 'institutionNotApproved');
  });

  it('500021 未知交易 · a transType that stands in no catalogue', async () => {
    const { stage, xiamenHospital } = cast;
    const unknown = { ...transactions.decodeQrCode, transType: 'ec.nothing' };
    await expectRefusal(xiamenHospital.speaker.ask(stage.fujian.coreUrl, unknown, xiamenHospital.scanOf(await shown())), 'unknownTransaction', { naming: 'transType' });
  });

  it('500016 同步数据类型错误 · national synchronises a type of data that the province does not know', async () => {
    const { national, fujian } = cast.stage;
    const newer = { ...transactions.findReceipt, transType: 'ec.sync.vaccination' } as Transaction<{ settlementNo: string }, unknown>;
    await expectRefusal(national.speakerTo('province:35').ask(fujian.coreUrl, newer, { settlementNo: 'S-1' }), 'syncTypeInvalid', { naming: 'transType' });
  });

  it('500036 签名出错 · a member of the request was altered on its way', async () => {
    const { stage, xiamenHospital } = cast;
    const parts = { transType: 'ec.query', timestamp: stage.clock.now(), signType: 'SM2', encType: 'plain' } as const;
    const body = sealed(xiamenHospital.speaker, parts, xiamenHospital.scanOf(await shown())).replace('test001', 'test002');
    expect((await postRaw({ url: stage.fujian.coreUrl, body })).answer).toMatchObject({ code: 500036, message: '签名出错' });
  });
});

describe('表 C.4 what is not configured, and what does not answer', () => {
  it('500032 请求缺少关键性配置 · the dedicated pages have no address', async () => {
    const { stage: { national: { publicServiceUrl } }, app: { speaker } } = cast;
    const { accessToken } = await speaker.ask(publicServiceUrl, transactions.getAccessToken, { secret: speaker.keys.appSecret });
    const { apiTicket } = await speaker.ask(publicServiceUrl, transactions.getApiTicket, { accessToken });
    await expectRefusal(speaker.ask(publicServiceUrl, transactions.linkPage, { apiTicket, linkType: 'authorization' }), 'configurationMissing', { because: 'dedicated pages' });
  });

  it('500033 请求国家电子凭证出错 · national is down when a code of another province is scanned', async () => {
    const code = await citizen.shows({ in: cast.stage.guangdong });
    await cast.stage.national.stops();
    await expectRefusal(cast.xiamenHospital.scans(code), 'nationalRequestFailed');
    await cast.stage.national.starts();
  });

  it('500039 未配置国家电子凭证后端地址 · the province has its link to national without an address', async () => {
    await fujianWithPeers(cast.stage, (peers) => peers.map((peer) => (peer.name === 'national' ? { ...peer, url: undefined } : peer)));
    await expectRefusal(scannedAway(), 'nationalAddressNotConfigured', { because: 'without an address' });
  });

  it('500063 缺少请求国家服务配置 · the province has no link to national at all', async () => {
    await fujianWithPeers(cast.stage, (peers) => peers.filter(({ name }) => name !== 'national'));
    await expectRefusal(scannedAway(), 'nationalServiceNotConfigured', { because: 'no peer national' });
  });

  it('500053 缺少请求地方服务配置 · the province has no link to its local core business system', async () => {
    await fujianWithPeers(cast.stage, (peers) => peers.filter(({ name }) => name === 'national'));
    await expectRefusal(settled(), 'localServiceNotConfigured', { because: 'insurance-system:35' });
  });
});
