import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { parseChannelNumber } from '../../../protocol/identifiers.js';
import { refuse, type Refusal } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialNotices } from '../../../registry/credential/credential-notices.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { countedFor } from '../../../registry/person/insured-places.rules.js';
import { provincesOf } from '../../../registry/province/peer-names.js';
import { ChannelAuthorizations, CredentialPasswordStore, PasswordCheck } from '../../authorization/national/index.js';
import { requireHandling } from '../handling.rules.js';
import { requireGoodPassword } from '../password.rules.js';
import { HandlingStore, type OpenHandling } from './handling.store.js';
import { MobileBinding } from './mobile-binding.js';

type Row = typeof transactions.activateCredential;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** 6.1.3.3 b–e: sets the password, activates, makes the channel authorization code, and tells the channel and the provinces. */
@Handles(transactions.activateCredential)
export class ActivateCredentialHandler implements Handler<Row> {
  constructor(
    private readonly handlings: HandlingStore, private readonly credentials: CredentialStore, private readonly passwords: CredentialPasswordStore,
    private readonly passwordCheck: PasswordCheck, private readonly mobiles: MobileBinding, private readonly authorizations: ChannelAuthorizations, private readonly notices: CredentialNotices,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ input, caller, at, act }: Call<Input, Output>): Promise<Output> {
    const handling = requireHandling(await this.handlings.find(input.handlingSerialNo), caller.ownerId, at);
    const credential = await this.requireCredential(handling);
    requireGoodPassword(input.password, credential.idNo);
    const mobile = this.mobiles.requireBoth(input);
    // Slow on purpose, and therefore before the unit of work that every other writer waits for.
    const hash = await this.passwordCheck.hash(input.password);
    return act({ subject: credential.credentialNumber, facts: countedFor(credential) }, async (): Promise<Output | Refusal> => {
      const wrongCode = mobile && (await this.mobiles.bind(input.handlingSerialNo, credential.credentialNumber, mobile, this.clock.now()));
      return wrongCode ?? this.activate(input, handling, hash);
    });
  }

  private async activate(input: Input, handling: OpenHandling, hash: string): Promise<Output> {
    const { credentialNumber } = handling;
    const now = this.clock.now();
    if (!(await this.handlings.finish(input.handlingSerialNo, input.realPersonSerialNo))) throw refuse('realPersonSerialNoInvalid');
    // INT-28: each valid credential is activated once (4.2).
    if (!(await this.credentials.move(credentialNumber, 'registered', 'activated', now))) {
      throw refuse('activationWriteFailed', { diagnosis: 'the credential is activated already' });
    }
    await this.passwords.set(credentialNumber, hash, now);
    const authorization = await this.tellProvinces(handling, now);
    return { credentialState: 'activated', authorizationCode: authorization.authorizationCode, activatedAt: now };
  }

  /** The state to every insured province (6.1.2.3 c); the authorization code to those and to the business place's province (6.1.3.3 d). */
  private async tellProvinces(handling: OpenHandling, at: number) {
    const { credentialNumber, insuredPlaces } = await this.notices.tellState(handling.credentialNumber);
    const provinces = provincesOf([...insuredPlaces.map((place) => place.poolingArea), handling.businessPlace]);
    return this.authorizations.grant({ channelNumber: parseChannelNumber(handling.channelNumber), credentialNumber, at, provinces });
  }

  /** 4.4: a handling ends with the identity it was opened for. */
  private async requireCredential({ credentialNumber }: OpenHandling): Promise<CredentialRecord> {
    const found = await this.credentials.find(credentialNumber);
    if (found !== undefined && found.state !== 'superseded') return found;
    throw refuse('credentialNotFound', { diagnosis: found && 'the credential was superseded by a change of name or document' });
  }
}
