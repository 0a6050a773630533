import { randomText } from '../../../src/crypto/random.js';
import { generateSm2KeyPair } from '../../../src/crypto/sm2.js';
import type { Environment } from '../../../src/kernel/config/kernel-config.js';
import type { AnyTransaction } from '../../../src/protocol/transactions/index.js';
import { startProbe, type Probe } from '../dispatch/probe-tier.js';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** What each side believes of the other; a test gives one of them something wrong. */
export interface Beliefs {
  /** The public key that the one who asks has for the one who answers. */
  readonly keyOfAnswering?: string;
  /** The public key that the one who answers has for the one who asks. */
  readonly keyOfAsking?: string;
  readonly secretOfAsking?: string;
  readonly appIdOfAsking?: string;
}

export interface TierPair {
  readonly asking: Probe;
  readonly answering: Probe;
  stop(): Promise<void>;
}

export interface TierPairWish extends Beliefs {
  /** Another address than that of the answering tier, such as a line between both. */
  readonly url?: (coreUrl: string) => Promise<string> | string;
  readonly timeoutMs?: number;
  readonly environment?: Environment;
  readonly serves?: readonly AnyTransaction[];
}

/** `province:35` asks and `national` answers. */
export async function startTierPair(wish: TierPairWish = {}): Promise<TierPair> {
  const [asks, answers] = [generateSm2KeyPair(), generateSm2KeyPair()];
  const link = { appId: randomText(UPPER, 32), appSecret: randomText(UPPER, 32) };
  const keys = (pair: typeof asks) => ({ masterKey: 'a5'.repeat(32), signingKey: pair.privateKey.toBase64() });
  const answering = await startProbe({
    server: 'national', serves: wish.serves ?? [], environment: wish.environment,
    config: { keys: keys(answers), peers: [{ name: 'province:35', kind: 'province', ...link, publicKey: wish.keyOfAsking ?? asks.publicKey.toBase64() }] },
  });
  const url = await (wish.url?.(answering.coreUrl) ?? answering.coreUrl);
  const peer = {
    name: 'national', kind: 'national', url, ...link, publicKey: wish.keyOfAnswering ?? answers.publicKey.toBase64(), timeoutMs: wish.timeoutMs ?? 4000,
    ...(wish.secretOfAsking && { appSecret: wish.secretOfAsking }), ...(wish.appIdOfAsking && { appId: wish.appIdOfAsking }),
  };
  const asking = await startProbe({ serves: [], config: { keys: keys(asks), peers: [peer] } });
  return { asking, answering, stop: async () => { await asking.stop(); await answering.stop(); } };
}
