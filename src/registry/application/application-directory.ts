import { Injectable } from '@nestjs/common';
import type { Caller, CallerDirectory } from '../../kernel/dispatch/caller.js';
import type { CallerIdentity } from '../../protocol/envelope.js';
import { keyRing, type KeyRing } from '../../protocol/key-ring.js';
import { RegisteredApplicationStore, type RegisteredApplication } from './registered-application.store.js';

const KEPT = 10_000;

/** Finds registered applications as callers. Key rings are built once and kept as long as the registered keys stay what they are. */
@Injectable()
export class ApplicationDirectory implements CallerDirectory {
  private readonly rings = new Map<string, { readonly made: string; readonly ring: KeyRing }>();

  constructor(private readonly applications: RegisteredApplicationStore) {}

  async find({ field, value }: CallerIdentity): Promise<Caller | undefined> {
    const found = field === 'orgId' ? await this.applications.findByOrgId(value) : await this.applications.findByAppId(value);
    return found && this.callerOf(found);
  }

  private callerOf(application: RegisteredApplication): Caller {
    const { ownerKind, ownerId, standing, signTypes, encTypes } = application;
    return {
      kind: ownerKind, name: `${ownerKind}:${ownerId}`, ownerId, keys: this.ringOf(application), profile: { signTypes, encTypes },
      barred: standing === 'active' ? undefined : ownerKind === 'channel' ? 'channelNotApproved' : 'institutionNotApproved',
    };
  }

  private ringOf(application: RegisteredApplication): KeyRing {
    const { appId, appSecret, platformPrivateKey, counterpartPublicKey } = application;
    const made = `${appSecret}\n${platformPrivateKey}\n${counterpartPublicKey}`;
    const kept = this.rings.get(appId);
    if (kept?.made === made) return kept.ring;
    const ring = keyRing({ appId, appSecret, privateKey: platformPrivateKey, counterpartPublicKey });
    if (this.rings.size >= KEPT) this.rings.clear();
    this.rings.set(appId, { made, ring });
    return ring;
  }
}
