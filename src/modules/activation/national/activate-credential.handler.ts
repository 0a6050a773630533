import { Inject } from '@nestjs/common';
import { hashPassword } from '../../../crypto/password-hash.js';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { OutboxStore } from '../../../kernel/outbox/outbox.store.js';
import { parseChannelNumber } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { peerOfProvince, provincesOf } from '../../../registry/province/peer-names.js';
import { ChannelAuthorizations } from '../../authorization/national/index.js';
import { requireHandling } from '../handling.rules.js';
import { requireGoodPassword } from '../password.rules.js';
import { CredentialPasswordStore } from './credential-password.store.js';
import { HandlingStore, type OpenHandling } from './handling.store.js';

type Row = typeof transactions.activateCredential;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** 6.1.3.3 b–e: sets the password, activates, makes the channel authorization code, and tells the channel and the provinces. */
@Handles(transactions.activateCredential)
export class ActivateCredentialHandler implements Handler<Row> {
  constructor(
    private readonly handlings: HandlingStore, private readonly credentials: CredentialStore, private readonly passwords: CredentialPasswordStore,
    private readonly authorizations: ChannelAuthorizations, private readonly outbox: OutboxStore, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ input, caller, at, act }: Call<Input, Output>): Promise<Output> {
    const handling = requireHandling(await this.handlings.find(input.handlingSerialNo), caller.ownerId, at);
    const credential = await this.requireCredential(handling);
    requireGoodPassword(input.password, credential.idNo);
    // Slow on purpose, and therefore before the unit of work that every other writer waits for.
    const hash = await hashPassword(input.password);
    return act({ subject: credential.credentialNumber }, () => this.activate(input, handling, hash));
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
    const authorization = await this.tellProvinces(await this.requireCredential(handling), handling, now);
    return { credentialState: 'activated', authorizationCode: authorization.authorizationCode, activatedAt: now };
  }

  /** The state to every insured province (6.1.2.3 c); the authorization code to those and to the business place's province (6.1.3.3 d). */
  private async tellProvinces(record: CredentialRecord, handling: OpenHandling, at: number) {
    const { credentialNumber, insuredPlaces } = record;
    const insured = insuredPlaces.map((place) => place.poolingArea);
    for (const province of provincesOf(insured)) {
      await this.outbox.append(peerOfProvince(province), credentialNumber, transactions.syncActivation, { record });
    }
    const channelNumber = parseChannelNumber(handling.channelNumber);
    return this.authorizations.grant({ channelNumber, credentialNumber, at, provinces: provincesOf([...insured, handling.businessPlace]) });
  }

  private async requireCredential(handling: OpenHandling): Promise<CredentialRecord> {
    const found = await this.credentials.find(handling.credentialNumber);
    if (found === undefined) throw refuse('credentialNotFound');
    return found;
  }
}
