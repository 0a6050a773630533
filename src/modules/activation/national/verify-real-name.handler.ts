import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { IDS, type Ids } from '../../../kernel/ids.js';
import { parseHandlingSerialNo } from '../../../protocol/identifiers.js';
import { checkIdNumber } from '../../../protocol/identity-documents.js';
import { refuse, refuseField } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { InsuredPersonStore, sameIdentity, type Identity, type InsuredPerson } from '../../../registry/person/insured-person.store.js';
import { ACTIVATION_SETTINGS, type ActivationSettings } from './activation-settings.js';
import { HandlingStore } from './handling.store.js';
import { REAL_NAME_VERIFIER, type RealNameVerifier } from './verifiers.port.js';

type Row = typeof transactions.verifyRealName;
type Output = ShapeType<Row['output']>;

/** 6.1.3.3 a, first half (2.4): name, id type and number belong together, and national has the person's base information. */
@Handles(transactions.verifyRealName)
export class VerifyRealNameHandler implements Handler<Row> {
  constructor(
    private readonly people: InsuredPersonStore, private readonly credentials: CredentialStore, private readonly handlings: HandlingStore,
    @Inject(REAL_NAME_VERIFIER) private readonly verifier: RealNameVerifier, @Inject(IDS) private readonly ids: Ids,
    @Inject(ACTIVATION_SETTINGS) private readonly settings: ActivationSettings,
  ) {}

  async handle({ input, caller, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    requireValidNumber(input);
    const person = await this.requireBaseInformation(input);
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

  /** 6.1.3.2: national has the person's base information, under this name. */
  private async requireBaseInformation(identity: Identity): Promise<InsuredPerson> {
    const person = await this.people.findByDocument(identity.idType, identity.idNo);
    if (person === undefined) throw refuse('personNotFound', { diagnosis: 'no base information under this document' });
    if (!sameIdentity(person, identity)) throw refuse('realNameFailed', { diagnosis: 'the name is not the one in the base information' });
    return person;
  }

  private async requireRealName(identity: Identity): Promise<void> {
    const verdict = await this.verifier.verify(identity);
    if (verdict === 'mismatch') throw refuse('realNameFailed', { diagnosis: 'the real-name check found no match' });
  }
}

/** C.2: the check that the id type allows. */
function requireValidNumber({ idType, idNo }: Identity): void {
  const why = checkIdNumber(idType, idNo);
  if (why !== undefined) throw refuseField('data.idNo', why);
}
