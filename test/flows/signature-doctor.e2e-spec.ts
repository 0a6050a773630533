import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { lexicalOf, type LexicalObject } from '../../src/protocol/lexical-json.js';
import { sealRequest } from '../../src/protocol/seal.js';
import { EXPLAIN_PATH, SignatureDoctorModule, type Diagnosis } from '../../src/sandbox/signature-doctor/index.js';
import { checkTierConfig, start } from '../../src/tiers/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { expectUnchanged } from './stage/expectations.js';
import { postRaw, sealed } from './stage/raw-wire.js';
import { snapshot } from './stage/snapshot.js';
import type { Speaker } from './stage/speaker.js';
import { openStage } from './stage/stage.js';

let cast: Cast;
beforeAll(async () => { cast = await openStageWithCast({ environment: 'sandbox' }); });
afterAll(() => cast.stage.close());

async function asks(url: string, body: string | Buffer, query = ''): Promise<Diagnosis> {
  const answer = await fetch(`${url}${EXPLAIN_PATH}${query}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return (await answer.json()) as Diagnosis;
}

const scanBy = (speaker: Speaker, travel: object = {}): string => sealed(
  speaker, { transType: 'ec.query', timestamp: cast.stage.clock.now(), requestId: `doctor-${Math.random().toString(36).slice(2)}`, ...travel }, cast.xiamenHospital.scanOf(`424${'1'.repeat(17)}00350000`),
);

it('is named where a signature does not match, and says why: the timestamp was changed after signing', async () => {
  const { stage, xiamenHospital } = cast;
  const good = scanBy(xiamenHospital.speaker, { encType: 'plain' });
  const { timestamp } = JSON.parse(good) as { timestamp: string };
  const bad = good.replace(timestamp, String(Number(timestamp) + 250));
  const { answer } = await postRaw({ url: stage.fujian.coreUrl, body: bad });
  expect(answer).toMatchObject({ code: 500036, detail: expect.stringContaining('openec explain') });
  const before = await snapshot(stage.tiers);
  expect(await asks(stage.fujian.coreUrl, bad)).toMatchObject({ verdict: 'mistake', found: [{ name: 'timestamp-changed', detail: timestamp }] });
  expect(await asks(stage.fujian.coreUrl, good)).toMatchObject({ verdict: 'matches', found: [] });
  await expectUnchanged(stage, before);
});

it('opens what is encrypted with the keys of the register, and shows neither secrets nor persons', async () => {
  const { stage, xiamenHospital, xiamenPharmacy } = cast;
  const { speaker } = xiamenHospital;
  const data = lexicalOf({ ecToken: `350203ec${'a'.repeat(30)}`, idType: '01', idNo: '350200195203151022', userName: '甄不在' }) as LexicalObject;
  const parts = { signType: 'SM2', encType: 'SM4', transType: 'ec.verify', timestamp: stage.clock.now(), requestId: 'mixed-up', orgId: speaker.orgId, data } as const;
  const mixedUp = sealRequest(parts, { ...speaker.keys, signWith: xiamenPharmacy.speaker.keys.signWith });
  const diagnosis = await asks(stage.fujian.coreUrl, mixedUp);
  expect(diagnosis).toMatchObject({ verdict: 'mistake', found: [{ name: 'key-of-another', detail: `institution ${xiamenPharmacy.orgId}` }] });
  const all = JSON.stringify(diagnosis);
  for (const hidden of ['甄不在', '350200195203151022', speaker.keys.appSecret]) expect(all).not.toContain(hidden);
});

it('examines an answer of the platform', async () => {
  const { stage, xiamenHospital } = cast;
  const request = scanBy(xiamenHospital.speaker);
  const response = await fetch(`${stage.fujian.coreUrl}/api/transactions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: request });
  expect(await asks(stage.fujian.coreUrl, await response.text(), '?direction=answer')).toMatchObject({ verdict: 'matches' });
});

it('says what it cannot examine', async () => {
  const { stage } = cast;
  expect(await asks(stage.fujian.coreUrl, '{"appId":"nobody"}')).toMatchObject({ verdict: 'unreadable', sentence: [expect.any(String), expect.stringContaining('registered application')] });
});

it('examines so many messages a minute and no more', async () => {
  const { stage } = cast;
  const answers = await Promise.all(Array.from({ length: 40 }, () => asks(stage.guangdong.coreUrl, '{}'))) as unknown as { verdict?: string; code?: number }[];
  expect(answers.filter(({ verdict }) => verdict === 'unreadable')).toHaveLength(30);
  expect(answers.filter(({ code }) => code === -6)).toHaveLength(10);
});

it('stands in no production start, and starts in none', async () => {
  const stage = await openStage({ environment: 'production', provinces: ['35'] });
  try {
    const answer = await fetch(`${stage.fujian.coreUrl}${EXPLAIN_PATH}`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(404);
    const config = checkTierConfig('province', { ...stage.fujian.tier.configuration, listeners: { core: { port: 0 }, publicService: { port: 0 } }, database: { file: ':memory:' } });
    await expect(start(config, { beside: [SignatureDoctorModule] })).rejects.toThrow('does not start where the environment is production');
  } finally {
    await stage.close();
  }
});
