import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import type { AuthNo, PoolingArea } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { requireAdmitted, type Presentation } from '../../../registry/policy/presentation-policy.js';
import {
  DisplayPassword, InstitutionCounter, requireActivated, requireCovered, type Counter, type FromTerminal, type PresentedAnswer,
} from '../../qrcode/province/index.js';
import { placeAt } from '../presentation.rules.js';
import type { Found } from './look-ups.js';
import { PRESENTATION_SETTINGS, type PresentationSettings } from './presentation-settings.js';

/** What every request says in which a credential is presented without a display. */
interface Presented extends FromTerminal {
  readonly businessType: string;
  readonly insuOrg?: PoolingArea;
  readonly password?: string;
}

export type PresentationCall = Call<Presented, PresentedAnswer>;

type CounterCall = Pick<Call<FromTerminal, unknown>, 'input' | 'caller'>;

/** What a presentation does in the act that ends it. */
interface Ending {
  /** Uses up what was presented, or refuses. In the open unit of work, before anything else is done there. */
  readonly spend: (now: number) => Promise<void>;
  readonly authNo?: AuthNo;
}

/** 4.10: what presentations without a display have in common, from the counter to the token. */
@Injectable()
export class PresentationDesk {
  constructor(
    private readonly counter: InstitutionCounter, private readonly password: DisplayPassword, private readonly credentials: CredentialStore,
    @Inject(PRESENTATION_SETTINGS) private readonly settings: PresentationSettings, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The counter the request comes from: `-4` where the province does not admit the presentation; else as `InstitutionCounter.require`. */
  admit({ input, caller }: CounterCall, presentation: Presentation): Promise<Counter> {
    requireAdmitted(this.settings.admits, [presentation]);
    return this.counter.require(input, caller);
  }

  /** The same for a request that ends in a token: the password is said where the policy asks for it at display (INT-63), and never in the clear. */
  async admitToToken(call: PresentationCall, presentation: Presentation): Promise<Counter> {
    const counter = await this.admit(call, presentation);
    requireCovered(call.input.password, call.encrypted);
    this.password.requireSaid(call.input);
    return counter;
  }

  /** Ends a presentation: chooses the insured place, has the password verified, and answers with a token. Outside any unit of work. */
  async conclude(call: PresentationCall, { division, facts }: Counter, found: Found, { spend, authNo }: Ending): Promise<PresentedAnswer> {
    const { orgId, businessType, insuOrg } = call.input;
    const { credentialNumber } = found.credential;
    const placeOf = ({ insuredPlaces }: CredentialRecord) => placeAt(insuredPlaces, insuOrg, division);
    placeOf(found.credential); // refused here, the password is not tried
    await this.password.provenAt(call, credentialNumber);
    return call.act({ subject: credentialNumber, facts: { orgId, businessType, ...facts } }, async () => {
      await spend(this.clock.now());
      const person = await this.keep(found);
      const { poolingArea, insuranceType } = placeOf(person);
      const { idType, idNo, userName } = person;
      const presenter = { credentialNumber, idType, idNo, userName, insuOrg: poolingArea, insuranceType, authNo };
      return this.counter.answer({ orgId, businessType, division }, presenter);
    });
  }

  /** Keeps what national told (6.2.2.2 c 1), and gives what holds now: an end of the credential may have arrived since the look (INT-45). In the open unit. */
  async keep({ credential, fetched }: Found): Promise<CredentialRecord> {
    if (fetched) await this.credentials.takeOver(credential);
    const known = await this.credentials.find(credential.credentialNumber);
    if (known === undefined) throw refuse('credentialNotFound');
    requireActivated(known);
    return known;
  }
}
