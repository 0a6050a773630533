import { randomText } from '../../../src/crypto/random.js';
import { generateSm2KeyPair } from '../../../src/crypto/sm2.js';
import type { Caller } from '../../../src/kernel/dispatch/caller.js';
import { keyRing, type KeyRing } from '../../../src/protocol/key-ring.js';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** A caller with both halves of its keys: the tier's, and its own. */
export interface ProbeCaller {
  readonly caller: Caller;
  readonly keys: KeyRing;
}

/** A freshly registered caller that may use every way to sign and encrypt. */
export function drawCaller(kind: Caller['kind'], ownerId: string, changes: Partial<Caller> = {}): ProbeCaller {
  const [ours, theirs] = [generateSm2KeyPair(), generateSm2KeyPair()];
  const [appId, appSecret] = [randomText(UPPER, 32), randomText(UPPER, 32)];
  const keysOf = (own: typeof ours, other: typeof ours): KeyRing =>
    keyRing({ appId, appSecret, privateKey: own.privateKey.toBase64(), counterpartPublicKey: other.publicKey.toBase64() });
  return {
    keys: keysOf(theirs, ours),
    caller: {
      kind, ownerId, name: `${kind}:${ownerId}`, keys: keysOf(ours, theirs), profile: { signTypes: ['plain', 'SM2', 'SM3'], encTypes: ['plain', 'SM4'] }, ...changes,
    },
  };
}
