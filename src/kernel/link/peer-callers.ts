import type { Sm2Engine } from '../../crypto/sm2.js';
import type { CallerIdentity } from '../../protocol/envelope.js';
import { keyRing } from '../../protocol/key-ring.js';
import type { PeerConfig } from '../config/kernel-config.js';
import type { Caller, CallerDirectory } from '../dispatch/caller.js';

/** The peers of the configuration as callers, before the register of this tier is asked. Peers sign with SM2 and encrypt. */
export class PeerCallers implements CallerDirectory {
  private readonly peers: ReadonlyMap<string, Caller>;

  constructor(peers: readonly PeerConfig[], signingKey: string, engine: Sm2Engine, private readonly register: CallerDirectory | undefined) {
    this.peers = new Map(peers.map((peer) => [peer.appId, callerOf(peer, signingKey, engine)]));
  }

  async find(identity: CallerIdentity): Promise<Caller | undefined> {
    const peer = identity.field === 'orgId' ? undefined : this.peers.get(identity.value);
    return peer ?? this.register?.find(identity);
  }
}

function callerOf(peer: PeerConfig, signingKey: string, engine: Sm2Engine): Caller {
  const keys = keyRing({ appId: peer.appId, appSecret: peer.appSecret, privateKey: signingKey, counterpartPublicKey: peer.publicKey }, engine);
  return { kind: peer.kind, name: peer.name, ownerId: peer.name.split(':')[1] ?? peer.name, keys, profile: { signTypes: ['SM2'], encTypes: ['plain', 'SM4'] } };
}
