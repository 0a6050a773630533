import { Inject, Injectable } from '@nestjs/common';
import type { Sm2Engine } from '../../crypto/sm2.js';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { LOG, type Log } from '../../kernel/log.js';
import { SM2_ENGINE } from '../../kernel/sm2-engine.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import type { Caller, CallerDirectory } from '../../kernel/dispatch/caller.js';
import { departures, documentedForm, type CanonicalForm } from '../../protocol/canonical-form.js';
import type { CallerIdentity } from '../../protocol/envelope.js';
import { keyRing, type KeyRing } from '../../protocol/key-ring.js';
import type { KnownForms } from '../../protocol/open.js';
import { RegisteredApplicationStore, type RegisteredApplication } from './registered-application.store.js';

type Owner = Pick<RegisteredApplication, 'ownerKind' | 'standing' | 'authorizedUntil'>;

const KEPT = 10_000;

/** Several programs may speak for one application, each in its form. Each further known form is a verification that a forged request may cost. */
const MOST_KNOWN_FORMS = 3;

/** Finds registered applications as callers. Key rings are built once and kept as long as the registered keys stay what they are. */
@Injectable()
export class ApplicationDirectory implements CallerDirectory {
  private readonly rings = new Map<string, { readonly made: string; readonly ring: KeyRing }>();

  constructor(
    private readonly applications: RegisteredApplicationStore, private readonly work: UnitOfWork, @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log, @Inject(SM2_ENGINE) private readonly engine: Sm2Engine,
  ) {}

  async find({ field, value }: CallerIdentity): Promise<Caller | undefined> {
    const found = field === 'orgId' ? await this.applications.findByOrgId(value) : await this.applications.findByAppId(value);
    return found && this.callerOf(found);
  }

  private callerOf(application: RegisteredApplication): Caller {
    const { ownerKind, ownerId, signTypes, encTypes } = application;
    return {
      kind: ownerKind, name: `${ownerKind}:${ownerId}`, ownerId, keys: this.ringOf(application), profile: { signTypes, encTypes },
      forms: this.formsOf(application), barred: barOf(application, this.clock.now()),
    };
  }

  /** INT-111: what is known stands in the register, which is read with every request anyway: no second memory can differ from it, and none is lost. */
  private formsOf({ appId, signingForms, knownForms, ownerKind, ownerId }: RegisteredApplication): KnownForms | undefined {
    if (signingForms === 'documented') return undefined;
    return {
      known: knownForms.length === 0 ? [documentedForm] : knownForms,
      learn: async (form: CanonicalForm) => {
        await this.work.run(() => this.applications.putKnownForms(appId, [form, ...knownForms].slice(0, MOST_KNOWN_FORMS)));
        this.log.info({ caller: `${ownerKind}:${ownerId}`, departures: departures(form) }, 'signs in another form');
      },
    };
  }

  private ringOf(application: RegisteredApplication): KeyRing {
    const { appId, appSecret, platformPrivateKey, counterpartPublicKey } = application;
    const made = `${appSecret}\n${platformPrivateKey}\n${counterpartPublicKey}`;
    const kept = this.rings.get(appId);
    if (kept?.made === made) return kept.ring;
    const ring = keyRing({ appId, appSecret, privateKey: platformPrivateKey, counterpartPublicKey }, this.engine);
    if (this.rings.size >= KEPT) this.rings.clear();
    this.rings.set(appId, { made, ring });
    return ring;
  }
}

/** Why an application may do nothing at this time: its keys were replaced and their time is over (`-4`), or its owner may do nothing. */
function barOf(application: RegisteredApplication, now: number): Caller['barred'] {
  if (application.validUntil !== undefined && application.validUntil <= now) return 'forbidden';
  return barOfOwner(application, now);
}

/**
 * Why the owner of applications may do nothing at this time: it is not or no longer approved (`500013`, `500058`; an institution that was closed does not
 * exist for access any more, `500057`, INT-90), or its authorization by the national bureau has ended (`500007`, INT-51).
 */
export function barOfOwner({ ownerKind, standing, authorizedUntil }: Owner, now: number): Caller['barred'] {
  if (standing !== 'active' && ownerKind === 'channel') return 'channelNotApproved';
  if (standing !== 'active') return standing === 'retired' ? 'institutionNotFound' : 'institutionNotApproved';
  return authorizedUntil !== undefined && authorizedUntil <= now ? 'channelNotAuthorizedNationally' : undefined;
}
