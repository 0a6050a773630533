import { Injectable } from '@nestjs/common';
import type { EcToken } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import { EcTokenStore, type TokenHolder } from '../../qrcode/province/index.js';

interface Use {
  readonly orgId: string;
  readonly ecToken: EcToken;
  readonly businessType: string;
}

/** The tokens of this province as an institution brings them back for its business (6.4.2.2 c). */
@Injectable()
export class BusinessTokens {
  constructor(private readonly tokens: EcTokenStore) {}

  /** 4.11, INT-80: what a valid token stands for, when it was issued to this institution for this business. Else `501001`. */
  async require({ orgId, ecToken, businessType }: Use, now: number): Promise<TokenHolder> {
    const holder = await this.tokens.require(ecToken, now);
    if (holder.orgId !== orgId) throw refuse('tokenInvalid', { diagnosis: 'the token was issued to another institution' });
    if (holder.businessType !== businessType) throw refuse('tokenInvalid', { diagnosis: `the token was issued for business type ${holder.businessType}` });
    return holder;
  }
}
