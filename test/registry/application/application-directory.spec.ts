import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateSm2KeyPair } from '../../../src/crypto/sm2.js';
import { ApplicationDirectory } from '../../../src/registry/application/application-directory.js';
import { issueApplication } from '../../../src/registry/application/issue-application.js';
import { RegisteredApplicationStore, type ApplicationOwner } from '../../../src/registry/application/registered-application.store.js';
import { canonicalForms, documentedForm } from '../../../src/protocol/canonical-form.js';
import { keyRing } from '../../../src/protocol/key-ring.js';
import { Refusal } from '../../../src/protocol/refusal.js';
import { transactions } from '../../../src/protocol/transactions/index.js';
import type { ApplicationRecord } from '../../../src/protocol/transactions/application-record.js';
import { post, sealed } from '../../kernel/dispatch/wire.js';
import { StartedProvince } from '../started-province.js';

let province: StartedProvince;
let directory: ApplicationDirectory;
beforeAll(async () => {
  province = await StartedProvince.start();
  directory = province.get(ApplicationDirectory);
});
afterAll(() => province.stop());

const put = (record: ApplicationRecord, owner: Partial<ApplicationOwner> = {}): Promise<void> => province.write(() =>
  province.get(RegisteredApplicationStore).put(record, { ownerKind: 'institution', ownerId: 'H35020300001', standing: 'active', ...owner }));

/** An application with the owner's half of its keys. */
function drawApplication() {
  const own = generateSm2KeyPair();
  const wanted = { publicKey: own.publicKey.toBase64(), signTypes: ['SM2' as const], encTypes: ['plain' as const, 'SM4' as const] };
  const { record, issued } = issueApplication(wanted, province.tier.kernel.ids);
  const keys = () => keyRing({ ...issued, privateKey: own.privateKey.toBase64(), counterpartPublicKey: issued.platformPublicKey });
  return { record, keys };
}

const input = { ecToken: 'none', idType: '01', idNo: '1', userName: '甄测试' };
async function codeFor(keys: ReturnType<typeof keyRing>): Promise<[trusted: boolean, code: number]> {
  const { opened } = await post(province.tier.coreUrl, sealed(transactions.checkToken, keys, { input, timestamp: province.clock.now() }), keys);
  return [opened.trusted, opened.code];
}
const TOKEN_INVALID = 501001; // reached the handler: signature and registration were right

describe('a registered application as a caller (INT-21)', () => {
  it('is found by appId, appCode and orgId', async () => {
    const { record } = drawApplication();
    await put(record);
    for (const [field, value] of [['appId', record.appId], ['appCode', record.appId], ['orgId', 'H35020300001']] as const) {
      expect(await directory.find({ field, value })).toMatchObject({
        kind: 'institution', name: 'institution:H35020300001', ownerId: 'H35020300001', profile: { signTypes: ['SM2'], encTypes: ['plain', 'SM4'] }, barred: undefined,
      });
    }
    expect(await directory.find({ field: 'appId', value: 'X'.repeat(32) })).toBeUndefined();
    expect(await directory.find({ field: 'orgId', value: record.appId })).toBeUndefined();
  });

  it('keeps its key ring as long as its keys stay what they are', async () => {
    const { record } = drawApplication();
    await put(record, { ownerId: 'H2' });
    const first = (await directory.find({ field: 'appId', value: record.appId }))?.keys;
    await put(record, { ownerId: 'H2', standing: 'suspended' });
    expect((await directory.find({ field: 'appId', value: record.appId }))?.keys).toBe(first);
  });

  it('speaks with its new keys from the moment they are entered, and no longer with the old ones', async () => {
    const before = drawApplication();
    await put(before.record, { ownerId: 'H3' });
    expect(await codeFor(before.keys())).toEqual([true, TOKEN_INVALID]);
    const after = drawApplication();
    const renewed = { ...after.record, appId: before.record.appId };
    await put(renewed, { ownerId: 'H3' });
    const keys = { ...after.keys(), appId: before.record.appId, transportKey: keyRingOf(renewed).transportKey };
    expect(await codeFor(keys)).toEqual([true, TOKEN_INVALID]);
    expect(await codeFor(before.keys())).toEqual([false, 500036]);
  });

  it.each<['appSecret' | 'counterpartPublicKey' | 'platformPrivateKey', () => string]>([
    ['appSecret', () => 'Z'.repeat(32)], ['counterpartPublicKey', () => generateSm2KeyPair().publicKey.toBase64()],
    ['platformPrivateKey', () => generateSm2KeyPair().privateKey.toBase64()],
  ])('is no longer what it was when its %s alone changes', async (field, draw) => {
    const { record, keys } = drawApplication();
    await put(record, { ownerId: `H-${field}` });
    expect(await codeFor(keys())).toEqual([true, TOKEN_INVALID]);
    await put({ ...record, [field]: draw() }, { ownerId: `H-${field}` });
    const [trusted, code] = await codeFor(keys());
    expect(trusted && code === TOKEN_INVALID).toBe(false);
  });

  it('is barred while its owner is not active, and after its time', async () => {
    const { record } = drawApplication();
    const bar = async (changes: Partial<ApplicationOwner>, application: Partial<ApplicationRecord> = {}) => {
      await put({ ...record, ...application }, { ownerId: 'H5', ...changes });
      return (await directory.find({ field: 'appId', value: record.appId }))?.barred;
    };
    expect(await bar({ standing: 'suspended' })).toBe('institutionNotApproved');
    expect(await bar({ standing: 'retired', ownerKind: 'channel' })).toBe('channelNotApproved');
    expect(await bar({}, { validUntil: province.clock.now() - 1 })).toBe('forbidden');
    expect(await bar({ ownerKind: 'channel', authorizedUntil: province.clock.now() - 1 })).toBe('channelNotAuthorizedNationally');
    expect(await bar({}, { validUntil: province.clock.now() + 60_000 })).toBeUndefined();
  });

  it('is taken in the documented form first until another is learned, and the last three of those are known (INT-111)', async () => {
    const { record } = drawApplication();
    await put(record, { ownerId: 'H7' });
    const forms = async () => (await directory.find({ field: 'appId', value: record.appId }))?.forms;
    expect((await forms())?.known).toEqual([documentedForm]);
    for (const form of canonicalForms.slice(1, 6)) await (await forms())?.learn(form);
    expect((await forms())?.known).toEqual(canonicalForms.slice(3, 6).toReversed());
    await put(record, { ownerId: 'H7', standing: 'suspended' });
    expect((await forms())?.known).toEqual(canonicalForms.slice(3, 6).toReversed());
    await province.write(() => province.tier.kernel.work.writer().query(`UPDATE registered_application SET known_forms = 'of/another/version' WHERE app_id = '${record.appId}'`));
    expect((await forms())?.known).toEqual([documentedForm]);
  });

  it('is held to the documented form where it is registered so', async () => {
    const { record } = drawApplication();
    const formsWith = async (signingForms: ApplicationRecord['signingForms']) => {
      await put({ ...record, signingForms }, { ownerId: 'H8' });
      return (await directory.find({ field: 'appId', value: record.appId }))?.forms;
    };
    expect(await formsWith('documented')).toBeUndefined();
    expect(await formsWith('any')).toBeDefined();
    expect(await formsWith(undefined)).toBeDefined();
  });

  it('has its secrets sealed in the database', async () => {
    const { record } = drawApplication();
    await put(record, { ownerId: 'H6' });
    const rows = JSON.stringify(await province.query(`SELECT * FROM registered_application WHERE app_id = '${record.appId}'`));
    expect(rows).toContain(record.counterpartPublicKey);
    expect(rows).not.toContain(record.appSecret);
    expect(rows).not.toContain(record.platformPrivateKey);
  });
});

describe('an application that is asked for', () => {
  it.each(['', 'AAAA', Buffer.alloc(65, 4).toString('base64'), `${'0'.repeat(128)}`])('needs a public key that is one: %j', (publicKey) => {
    const { ids } = province.tier.kernel;
    expect(() => issueApplication({ publicKey, signTypes: ['SM2'], encTypes: ['SM4'] }, ids)).toThrow(Refusal);
  });

  it('may give its public key in hex; it is kept in Base64', () => {
    const { publicKey } = generateSm2KeyPair();
    const wanted = { publicKey: publicKey.point.toString('hex'), signTypes: ['SM2' as const], encTypes: ['SM2' as const], signingForms: 'documented' as const };
    const { record } = issueApplication(wanted, province.tier.kernel.ids);
    expect(record).toMatchObject({ counterpartPublicKey: publicKey.toBase64(), encTypes: ['SM2'], signingForms: 'documented' });
  });

  it('never gets the same APPID, SECRET or keys twice', () => {
    const drawn = Array.from({ length: 200 }, () => drawApplication().record);
    for (const field of ['appId', 'appSecret', 'platformPrivateKey'] as const) expect(new Set(drawn.map((record) => record[field])).size).toBe(200);
  });
});

const keyRingOf = (record: ApplicationRecord): ReturnType<typeof keyRing> =>
  keyRing({ ...record, privateKey: record.platformPrivateKey, counterpartPublicKey: record.counterpartPublicKey });
