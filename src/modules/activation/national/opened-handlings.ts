import { Inject, Injectable } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { IDS, type Ids } from '../../../kernel/ids.js';
import { parseHandlingSerialNo, type DivisionCode } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import type { InsuredPerson } from '../../../registry/person/insured-person.store.js';
import { ACTIVATION_SETTINGS, type ActivationSettings } from './activation-settings.js';
import { HandlingStore } from './handling.store.js';

export type OpenedHandling = ShapeType<typeof transactions.verifyRealName.output>;

/** 6.1.3.3 a: a real name that was confirmed, by whomever, opens a handling. */
@Injectable()
export class OpenedHandlings {
  constructor(
    private readonly credentials: CredentialStore, private readonly handlings: HandlingStore, @Inject(IDS) private readonly ids: Ids,
    @Inject(ACTIVATION_SETTINGS) private readonly settings: ActivationSettings,
  ) {}

  /** Opens one for a person at a business place; a person without a credential is `500001`. */
  async open({ caller, at, act }: Call<unknown, OpenedHandling>, { personId }: InsuredPerson, businessPlace: DivisionCode): Promise<OpenedHandling> {
    const credential = await this.credentials.findOfPerson(personId);
    if (credential === undefined) throw refuse('credentialNotFound');
    const { credentialNumber, state } = credential;
    const expiresAt = at + this.settings.handlingMs;
    return act({ subject: credentialNumber }, async () => {
      const handlingSerialNo = parseHandlingSerialNo(this.ids.upper(32));
      await this.handlings.open(handlingSerialNo, { channelNumber: caller.ownerId, credentialNumber, businessPlace, expiresAt });
      return { handlingSerialNo, credentialState: state, expiresAt };
    });
  }
}
