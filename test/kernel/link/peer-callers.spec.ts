import { describe, expect, it } from '@jest/globals';
import { generateSm2KeyPair } from '../../../src/crypto/sm2.js';
import { nativeSm2 } from '../../../src/crypto/sm2-native.js';
import type { PeerConfig } from '../../../src/kernel/config/kernel-config.js';
import { PeerCallers } from '../../../src/kernel/link/peer-callers.js';
import { drawCaller } from '../dispatch/probe-callers.js';

const { privateKey, publicKey } = generateSm2KeyPair();
const peer = (name: string, kind: PeerConfig['kind'], appId: string): PeerConfig =>
  ({ name, kind, appId, appSecret: 'S'.repeat(32), publicKey: publicKey.toBase64(), timeoutMs: 4000 });
const province = peer('province:35', 'province', 'P'.repeat(32));
const centre = peer('management-centre', 'management-centre', 'M'.repeat(32));
const registered = drawCaller('institution', 'H1').caller;
const register = { find: () => Promise.resolve(registered) };
const callers = (directory = register as typeof register | undefined) => new PeerCallers([province, centre], privateKey.toBase64(), nativeSm2, directory);

describe('the peers of the configuration as callers', () => {
  it('are found by appId and appCode, before the register is asked', async () => {
    for (const field of ['appId', 'appCode'] as const) {
      expect(await callers().find({ field, value: 'P'.repeat(32) })).toMatchObject({ name: 'province:35', kind: 'province', ownerId: '35' });
      expect(await callers().find({ field, value: 'M'.repeat(32) })).toMatchObject({ name: 'management-centre', ownerId: 'management-centre' });
      expect(await callers().find({ field, value: 'X'.repeat(32) })).toBe(registered);
    }
  });

  it('are not named by an orgId: that is an institution\'s', async () => {
    expect(await callers().find({ field: 'orgId', value: 'P'.repeat(32) })).toBe(registered);
  });

  it('are all there is where a tier has no register', async () => {
    const alone = new PeerCallers([province], privateKey.toBase64(), nativeSm2, undefined);
    expect(await alone.find({ field: 'appId', value: 'X'.repeat(32) })).toBeUndefined();
    expect(await alone.find({ field: 'appId', value: 'P'.repeat(32) })).toBeDefined();
  });

  it('sign with SM2: nothing else is taken from them', async () => {
    expect((await callers().find({ field: 'appId', value: 'P'.repeat(32) }))?.profile).toEqual({ signTypes: ['SM2'], encTypes: ['plain', 'SM4'] });
  });
});
