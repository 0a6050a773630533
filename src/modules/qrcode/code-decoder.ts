import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { checkResults } from '../../protocol/dictionaries/check-results.js';
import type { QrValue } from '../../protocol/identifiers.js';
import { refuse } from '../../protocol/refusal.js';
import type { ShapeType } from '../../protocol/shape.js';
import { transactions } from '../../protocol/transactions/index.js';
import { CredentialHolders } from '../../registry/credential/credential-holders.js';
import { CredentialStore } from '../../registry/credential/credential.store.js';
import { disagreements, staleData } from '../../registry/credential/insured-data.rules.js';
import { requireActivated, requireOwnShow } from './display.rules.js';
import { QrCodeStore } from './qr-code.store.js';

/** Who showed a code: what one tier tells another (INT-15). */
export type Shower = ShapeType<typeof transactions.remoteDecode.output>;

/** What is told of a code that stays unused (7.1). */
export type CheckedCode = ShapeType<typeof transactions.remoteQrCheck.output>;

/** 4.9: decodes the codes of this tier, for its own institutions and for others. */
@Injectable()
export class CodeDecoder {
  constructor(
    private readonly codes: QrCodeStore, private readonly credentials: CredentialStore, private readonly holders: CredentialHolders,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Uses the code up for an institution and tells who showed it; a code for a pooling area that is not the person's any more is `500023`. In the open unit of
   * work.
   */
  async decode(value: QrValue, orgId: string): Promise<Shower> {
    const { poolingArea, shownByOrg, channelNumber, ...holder } = await this.codes.consume(value, this.clock.now());
    requireOwnShow(shownByOrg, orgId);
    const credential = await this.credentials.find(holder.credentialNumber);
    if (credential === undefined) throw refuse('credentialNotFound');
    requireActivated(credential);
    const { idType, idNo, userName } = credential;
    const shower = { ...holder, idType, idNo, userName, insuOrg: poolingArea, ...(shownByOrg === undefined && { channelNumber }) };
    if (disagreements(shower, credential).length > 0) throw staleData(credential);
    return shower;
  }

  /** 7.1 二维码校验: whether `decode` would take the code now. It stays unused. */
  async check(value: QrValue, orgId: string): Promise<CheckedCode> {
    const code = await this.codes.findLive(value, this.clock.now());
    const credential = code && (await this.credentials.find(code.credentialNumber));
    const fits = code !== undefined && (code.shownByOrg ?? orgId) === orgId && credential?.state === 'activated'
      && disagreements({ ...credential, insuOrg: code.poolingArea, insuranceType: code.insuranceType }, credential).length === 0;
    if (!fits) return { flag: checkResults.failed.code };
    const { expiresAt, passwordAt, symbol } = code;
    return { flag: checkResults.passed.code, expiresAt, passwordAt, symbol };
  }

  /**
   * What another tier has decoded; a credential that was superseded here while the answer was on its way is `500049` (INT-45), one that stands here for
   * somebody else `500055`: its use is not entered (INT-117). In the open unit of work.
   */
  async accept(shower: Shower): Promise<Shower> {
    await this.holders.requireSame(shower, 'qrUsageWriteFailed');
    const known = await this.credentials.find(shower.credentialNumber);
    if (known?.state === 'superseded') throw refuse('qrCodeInvalid', { diagnosis: 'the credential was superseded' });
    return shower;
  }
}
