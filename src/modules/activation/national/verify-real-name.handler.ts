import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { IDS, type Ids } from '../../../kernel/ids.js';
import { parseHandlingSerialNo } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { InsuredPersonStore, type Identity } from '../../../registry/person/insured-person.store.js';
import { requireValidNumber } from '../identity.rules.js';
import { ACTIVATION_SETTINGS, type ActivationSettings } from './activation-settings.js';
import { HandlingStore } from './handling.store.js';
import { REAL_NAME_VERIFIER, type RealNameVerifier } from './verifiers.port.js';

type Row = typeof transactions.verifyRealName;
type Output = ShapeType<Row['output']>;

/** 6.1.3.3 a, first half (2.4): name, id type and number belong together, and national has the person's base information (6.1.3.2), under this name. */
@Handles(transactions.verifyRealName)
export class VerifyRealNameHandler implements Handler<Row> {
  constructor(
    private readonly people: InsuredPersonStore, private readonly credentials: CredentialStore, private readonly handlings: HandlingStore,
    @Inject(REAL_NAME_VERIFIER) private readonly verifier: RealNameVerifier, @Inject(IDS) private readonly ids: Ids,
    @Inject(ACTIVATION_SETTINGS) private readonly settings: ActivationSettings,
  ) {}

  async handle({ input, caller, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    requireValidNumber(input);
    const person = await this.people.require(input);
    await this.requireRealName(input);
    const credential = await this.credentials.findOfPerson(person.personId);
    if (credential === undefined) throw refuse('credentialNotFound');
    const expiresAt = at + this.settings.handlingMs;
    return act({ subject: credential.credentialNumber }, async () => {
      const handlingSerialNo = parseHandlingSerialNo(this.ids.upper(32));
      const { credentialNumber } = credential;
      await this.handlings.open(handlingSerialNo, { channelNumber: caller.ownerId, credentialNumber, businessPlace: input.businessPlace, expiresAt });
      return { handlingSerialNo, credentialState: credential.state, expiresAt };
    });
  }

  private async requireRealName(identity: Identity): Promise<void> {
    const verdict = await this.verifier.verify(identity);
    if (verdict === 'mismatch') throw refuse('realNameFailed', { diagnosis: 'the real-name check found no match' });
  }
}
