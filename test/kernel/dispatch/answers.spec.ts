import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refuse } from '../../../src/protocol/refusal.js';
import type { SignType } from '../../../src/protocol/envelope.js';
import { transactions } from '../../../src/protocol/transactions/index.js';
import { CapturedLog } from './captured-log.js';
import { drawCaller } from './probe-callers.js';
import { NoteEntity, startProbe, type Probe } from './probe-tier.js';
import { ask, loose, post, sealed, type Answered, type Letter } from './wire.js';

const { checkToken, issueQrCode, settle, registerChannel } = transactions;
const hospital = drawCaller('institution', 'H35020300001');
const barred = drawCaller('institution', 'H35020300009', { barred: 'institutionNotApproved' });
const narrow = drawCaller('institution', 'H35020300008', { profile: { signTypes: ['SM2'], encTypes: ['SM4'] } });
const app = drawCaller('channel', 'C'.repeat(32));
const stranger = drawCaller('institution', 'H99999999999');
const callers = [hospital, barred, narrow, app].map(({ caller }) => caller);

const ID_NO = '350203199001011234';
const TOKEN = `350203ec${'7qzx'.repeat(7)}ab`;
const input = { ecToken: TOKEN, idType: '01', idNo: ID_NO, userName: '甄测试' };
const log = new CapturedLog();
let probe: Probe;
let production: Probe;
beforeAll(async () => {
  probe = await startProbe({ callers: () => callers, parts: { log: log.log } });
  production = await startProbe({ callers: () => callers, environment: 'production' });
});
afterAll(() => Promise.all([probe.stop(), production.stop()]));

const verify = (letter: Letter = {}, keys = hospital.keys, at = probe): Promise<Answered> => ask(at.coreUrl, checkToken, keys, { input, ...letter });
const script = (act: Parameters<Probe['scripts']['set']>[1]): void => { for (const each of [probe, production]) each.scripts.set('ec.verify', act); };
const succeed = (): void => script(({ act }) => act({ subject: 'x' }, () => Promise.resolve({ ...input, flag: '1' })));

describe('INT-20: the answer to a known caller', () => {
  const cases: [what: string, code: number, send: () => Promise<Answered>][] = [
    ['success', 0, () => (succeed(), verify())],
    ['a refusal of the handler', 501001, () => (script(() => Promise.reject(refuse('tokenInvalid'))), verify())],
    ['a refusal inside the act', 501001, () => (script(({ act }) => act({ subject: 'x' }, () => Promise.reject(refuse('tokenInvalid')))), verify())],
    ['a refusal that is kept', 501001, () => (script(({ act }) => act({ subject: 'x' }, () => Promise.resolve(refuse('tokenInvalid')))), verify())],
    ['an unexpected error', -1, () => (script(() => Promise.reject(new TypeError('x of undefined'))), verify())],
    ['an answer that lacks a field', -1, () => (script(() => Promise.resolve({ flag: '1' })), verify())],
    ['a field of the wrong form', -2, () => verify({ data: loose({ ...input, idType: 'x'.repeat(9) }) })],
    ['a field that is not known', -2, () => verify({ data: loose({ ...input, surplus: 'x' }) })],
    ['a request that is stale', -2, () => verify({ timestamp: Date.now() - 601_000 })],
    ['a request from the future', -2, () => verify({ timestamp: Date.now() + 601_000 })],
    ['a transaction nobody knows', 500021, () => verify({ transType: 'ec.nothing' })],
    ['a transaction of another tier', -5, () => ask(probe.coreUrl, registerChannel, hospital.keys, { data: loose({}) })],
    ['a transaction of the other zone', -5, () => ask(probe.publicServiceUrl, checkToken, hospital.keys, { input })],
    ['a transaction for others', -4, () => ask(probe.publicServiceUrl, issueQrCode, hospital.keys, { input: { authorizationCode: 'A'.repeat(32) } })],
    ['a transaction without a handler', -1, () => ask(probe.coreUrl, settle, hospital.keys, { data: loose({}) })],
    ['a caller that is barred', 500058, () => verify({}, barred.keys)],
  ];

  it.each(cases)('is signed with SM2 and encrypted as the request was: %s', async (_what, code, send) => {
    const { status, members, opened } = await send();
    expect([opened.trusted, opened.code, status]).toEqual([true, code, 200]);
    expect(members).toMatchObject({ signType: 'SM2', encType: 'SM4', success: code === 0, requestId: expect.any(String) });
    expect(members.data).toBeUndefined();
  });

  it.each<[SignType, 'plain' | 'SM4']>([['SM2', 'plain'], ['SM3', 'SM4'], ['SM3', 'plain'], ['plain', 'SM4'], ['plain', 'plain']])(
    'is signed with %s and encrypted with %s where the request was', async (signType, encType) => {
      for (const [code, act] of [[0, succeed], [501001, () => script(() => Promise.reject(refuse('tokenInvalid')))]] as const) {
        act();
        const { opened, members } = await verify({ signType, encType });
        expect([opened.trusted, opened.code]).toEqual([true, code]);
        expect(members).toMatchObject({ signType, encType });
        expect(members.signData === undefined).toBe(signType === 'plain');
      }
    },
  );

  it('is signed also where the signature of the request was not the caller\'s', async () => {
    succeed();
    const forged = sealed(checkToken, hospital.keys, { input }).replace(/"timestamp":"(\d+)\d"/, (_all, digits: string) => `"timestamp":"${digits}${Number(Date.now() % 10)}"`);
    const spoiled = forged.replace(/"signData":"(.)/, (_all, first: string) => `"signData":"${first === 'A' ? 'B' : 'A'}`);
    const { opened, members } = await post(probe.coreUrl, spoiled, hospital.keys);
    expect([opened.trusted, opened.code, members.detail]).toEqual([true, 500036, 'the SM2 signature does not match the string to sign; openec explain says why']);
  });

  it('says of a profile that is not kept what is registered', async () => {
    expect((await verify({ signType: 'SM3' }, narrow.keys)).members).toMatchObject({ code: 500036, detail: 'signType: this application is registered for SM2' });
    expect((await verify({ encType: 'plain' }, narrow.keys)).members).toMatchObject({ code: -4, detail: 'encType: this application is registered for SM4' });
  });

  it('carries no request id where the request had none, and names who is addressed', async () => {
    succeed();
    const { members, raw } = await verify({ requestId: undefined, orgId: 'H35020300001' });
    expect(members.code).toBe(0);
    expect(members.orgId).toBe('H35020300001');
    expect(raw).not.toContain('requestId');
  });
});

describe('the answer to nobody we know', () => {
  it('travels plain and unsigned: there are no keys for it', async () => {
    for (const letter of [{}, { signType: 'SM3' as const }, { timestamp: 1 }]) {
      const { members, opened } = await verify(letter, stranger.keys);
      expect(opened.trusted).toBe(false);
      expect(members).toMatchObject({ signType: 'plain', encType: 'plain', data: {} });
      expect(members.signData).toBeUndefined();
    }
    expect((await verify({}, stranger.keys)).members).toMatchObject({ code: 500012, detail: 'appId: names no registered application' });
  });
});

describe('what an answer tells', () => {
  it('is the diagnosis in a sandbox, and not in production; the caller\'s own fields always', async () => {
    script(() => Promise.reject(refuse('tokenInvalid', { diagnosis: 'the token was used up', faults: [{ field: 'data.ecToken', reason: 'is no more' }] })));
    expect((await verify()).members.detail).toBe('data.ecToken: is no more; the token was used up');
    expect((await verify({}, hospital.keys, production)).members.detail).toBe('data.ecToken: is no more');
    script(() => Promise.reject(refuse('tokenInvalid', { diagnosis: 'the token was used up', origin: 'province:44' })));
    const { members, raw } = await verify({}, hospital.keys, production);
    expect(members).toMatchObject({ code: 501001, origin: 'province:44' });
    expect(raw).not.toContain('used up');
  });

  it('is nothing of an unexpected error, in no environment', async () => {
    script(() => Promise.reject(new Error('the secret of the house')));
    for (const at of [probe, production]) {
      const { raw, members } = await verify({}, hospital.keys, at);
      expect(members).toMatchObject({ code: -1, message: '未知异常' });
      expect(raw).not.toMatch(/secret|detail|stack/);
    }
  });
});

describe('what the log tells', () => {
  const last = (message: string) => log.of(message).at(-1);

  it('of a refusal is who, what and why', async () => {
    script(() => Promise.reject(refuse('tokenInvalid', { diagnosis: 'the token was used up' })));
    await verify();
    expect(last('refused')).toMatchObject({
      level: 30, tier: 'probe', caller: 'institution:H35020300001', transType: 'ec.verify', returnCode: 501001, diagnosis: 'the token was used up',
    });
  });

  it('of an unexpected error is the error with its stack', async () => {
    script(() => Promise.reject(new TypeError('cannot read x of undefined')));
    await verify();
    expect(last('failed')).toMatchObject({
      level: 50, caller: 'institution:H35020300001', transType: 'ec.verify', returnCode: -1,
      error: { name: 'TypeError', message: 'cannot read x of undefined', stack: expect.stringContaining('answers.spec') },
    });
  });

  it('holds no number of a person and no token: not in message or stack, not in a cause, not in what the database says', async () => {
    log.lines.length = 0;
    const secretive = [
      () => Promise.reject(new Error(`${TOKEN} of ${ID_NO}`)),
      () => Promise.reject(new Error('outer', { cause: new Error(`${TOKEN} of ${ID_NO}`) })),
      () => Promise.reject(Object.assign(new Error('with fields'), { input, parameters: [ID_NO, TOKEN], driverError: new Error(ID_NO) })),
      () => Promise.reject(refuse('tokenInvalid', { diagnosis: `${TOKEN} of ${ID_NO}`, faults: [{ field: `data.${ID_NO}`, reason: TOKEN }] })),
      // a real driver's error, whose parameters stand in it
      () => probe.kernel.work.run(async () => {
        const notes = probe.kernel.work.writer().getRepository(NoteEntity);
        for (const id of [TOKEN, TOKEN]) await notes.insert({ id, text: ID_NO });
      }),
    ];
    for (const act of secretive) {
      script(act);
      expect((await verify()).opened.code).not.toBe(0);
    }
    expect(log.lines.length).toBe(secretive.length);
    expect(log.text).toContain('UNIQUE constraint failed: note.id');
    expect(log.text).not.toContain(ID_NO);
    expect(log.text).not.toContain(TOKEN);
  });

  it('holds nothing that a caller put into an envelope to be found there', async () => {
    log.lines.length = 0;
    await verify({ data: loose({ ...input, [ID_NO]: 'x', [TOKEN]: 'y' }) });
    await post(probe.coreUrl, `{"${ID_NO}":1,"appId":"${TOKEN}","transType":"${ID_NO}"}`, hospital.keys);
    expect(log.lines.length).toBe(2);
    expect(log.text).not.toContain(ID_NO);
    expect(log.text).not.toContain(TOKEN);
  });
});

describe('the observer', () => {
  it('is told of every answer: who, what, verdict, duration', async () => {
    const hops: unknown[] = [];
    const watched = await startProbe({ callers: () => callers, parts: { observe: (hop) => { hops.push(hop); } } });
    watched.scripts.set('ec.verify', () => Promise.reject(refuse('tokenInvalid')));
    await verify({}, hospital.keys, watched);
    await verify({}, stranger.keys, watched);
    await post(watched.coreUrl, '{', hospital.keys);
    expect(hops).toMatchObject([
      { from: 'institution:H35020300001', to: 'probe', transType: 'ec.verify', clause: 'A.1.7', code: 501001, text: '二维码Token失效', ms: expect.any(Number) },
      { from: 'unknown', transType: 'ec.verify', code: 500012 },
      { from: 'unknown', transType: '', clause: '', code: -2 },
    ]);
    await watched.stop();
  });
});
