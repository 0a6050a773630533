import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import type { QrValue } from '../../protocol/identifiers.js';
import { refuse } from '../../protocol/refusal.js';
import type { ShapeType } from '../../protocol/shape.js';
import { transactions } from '../../protocol/transactions/index.js';
import { CredentialStore } from '../../registry/credential/credential.store.js';
import { disagreements, staleData } from '../../registry/credential/insured-data.rules.js';
import { requireActivated } from './display.rules.js';
import { QrCodeStore } from './qr-code.store.js';

/** Who showed a code: what one tier tells another (INT-15). */
export type Shower = ShapeType<typeof transactions.remoteDecode.output>;

/** 4.9: decodes the codes of this tier, for its own institutions and for others. */
@Injectable()
export class CodeDecoder {
  constructor(private readonly codes: QrCodeStore, private readonly credentials: CredentialStore, @Inject(CLOCK) private readonly clock: Clock) {}

  /** Uses the code up and tells who showed it; a code for a pooling area that is not the person's any more is `500023`. In the open unit of work. */
  async decode(value: QrValue): Promise<Shower> {
    const { poolingArea, ...holder } = await this.codes.consume(value, this.clock.now());
    const credential = await this.credentials.find(holder.credentialNumber);
    if (credential === undefined) throw refuse('credentialNotFound');
    requireActivated(credential);
    const { idType, idNo, userName } = credential;
    const shower = { ...holder, idType, idNo, userName, insuOrg: poolingArea };
    if (disagreements(shower, credential).length > 0) throw staleData(credential);
    return shower;
  }

  /** What another tier has decoded; a credential that was superseded here while the answer was on its way is `500049` (INT-45). In the open unit of work. */
  async accept(shower: Shower): Promise<Shower> {
    const known = await this.credentials.find(shower.credentialNumber);
    if (known?.state === 'superseded') throw refuse('qrCodeInvalid', { diagnosis: 'the credential was superseded' });
    return shower;
  }
}
