import type { Sm2Engine } from '../../crypto/sm2.js';
import { HttpPoster, Unreachable } from '../../client/http-post.js';
import { TransactionClient, UntrustedAnswer } from '../../client/transaction-client.js';
import { returnCodes } from '../../protocol/dictionaries/return-codes.js';
import { keyRing } from '../../protocol/key-ring.js';
import { Refusal } from '../../protocol/refusal.js';
import type { Transaction } from '../../protocol/transaction.js';
import type { Clock } from '../clock.js';
import type { PeerConfig } from '../config/kernel-config.js';
import type { Ids } from '../ids.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import type { Contacts } from './contacts.js';

/** The configuration names no peer of this name, or one without an address: `lacks` says which. */
export class UnknownPeer extends Error {
  constructor(name: string, readonly lacks: 'peer' | 'address') {
    super(lacks === 'peer' ? `no peer ${name} stands in the configuration` : `the peer ${name} stands in the configuration without an address`);
    this.name = 'UnknownPeer';
  }
}

export interface LinkParts {
  readonly peers: readonly PeerConfig[];
  /** This tier's own private key, Base64. */
  readonly signingKey: string;
  readonly engine: Sm2Engine;
  readonly work: UnitOfWork;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Where it stands how the calls go. */
  readonly contacts: Contacts;
}

/** The signed and encrypted HTTP between tiers. Never inside a unit of work: two tiers calling each other would wait for ever. */
export class PeerLink {
  private readonly poster = new HttpPoster();
  private readonly clients = new Map<string, TransactionClient>();

  constructor(private readonly parts: LinkParts) {
    for (const name of this.names) parts.contacts.expect(name, 'peer');
  }

  /** Names of the peers that can be called. */
  get names(): string[] {
    return this.parts.peers.filter((peer) => peer.url !== undefined).map((peer) => peer.name);
  }

  /**
   * Performs a transaction at a peer. `requestId` must be the same for every repeat; `signal` breaks it off. Throws the peer's `Refusal` with its
   * origin, or `Unreachable`, `UntrustedAnswer`, `UnknownPeer`.
   */
  async send<I, O>(name: string, transaction: Transaction<I, O>, input: I, requestId: string, signal?: AbortSignal): Promise<O> {
    this.parts.work.requireClosed(`the link to ${name}`);
    const client = this.clientOf(name);
    try {
      return await this.parts.contacts.watch(name, () => client.call(transaction, input, requestId, signal), failureOf);
    } catch (error) {
      if (error instanceof Refusal) throw new Refusal(error.returnCode, { diagnosis: error.diagnosis, origin: error.origin ?? name });
      throw error;
    }
  }

  /** Breaks off what is under way; from now on every peer is unreachable. */
  close(): void {
    this.poster.close();
  }

  private clientOf(name: string): TransactionClient {
    const known = this.clients.get(name);
    if (known !== undefined) return known;
    const peer = this.parts.peers.find((each) => each.name === name);
    if (peer === undefined) throw new UnknownPeer(name, 'peer');
    if (peer.url === undefined) throw new UnknownPeer(name, 'address');
    const client = new TransactionClient({
      url: peer.url, travel: { signType: 'SM2', encType: 'SM4' }, poster: this.poster,
      keys: keyRing({ appId: peer.appId, appSecret: peer.appSecret, privateKey: this.parts.signingKey, counterpartPublicKey: peer.publicKey }, this.parts.engine),
      now: () => this.parts.clock.now(), newRequestId: () => this.parts.ids.id(), timeoutMs: peer.timeoutMs, retryAfterMs: [100],
    });
    this.clients.set(name, client);
    return client;
  }
}

/** What a failed call says about the link. A refusal by whoever stands behind the peer, or one of the request itself, says that the link works. */
export function failureOf(error: unknown): string | undefined {
  if (error instanceof UntrustedAnswer) return `it answered ${error.why} (${error.answer.code}): do the keys of this link match on both sides?`;
  if (error instanceof Unreachable) {
    const { code, message } = (error.cause ?? {}) as Partial<NodeJS.ErrnoException>;
    return code ?? message ?? 'unreachable';
  }
  if (!(error instanceof Refusal)) return error instanceof Error ? error.name : 'failed';
  const disowned = error.origin === undefined && error.returnCode.code === returnCodes.signatureInvalid.code;
  return disowned ? 'it does not accept our signature (500036): do the keys of this link match on both sides?' : undefined;
}
