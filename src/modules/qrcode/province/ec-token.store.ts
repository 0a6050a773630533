import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../../kernel/protection/data-protection.js';
import { parseCredentialNumber, parsePoolingArea, type CredentialNumber, type EcToken, type PoolingArea } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { Identity } from '../../../registry/person/insured-person.store.js';
import { EcTokenEntity } from './ec-token.entity.js';

/** What a token stands for: person, place, institution and business type (4.11). */
export interface TokenHolder {
  readonly identity: Identity;
  readonly credentialNumber: CredentialNumber;
  readonly poolingArea: PoolingArea;
  readonly insuranceType: string;
  readonly orgId: string;
  readonly businessType: string;
}

/** The tokens this province has issued (INT-15). */
@Injectable()
export class EcTokenStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  /** Enters a token, in the open unit of work. */
  async issue(token: EcToken, { identity, ...holder }: TokenHolder, expiresAt: number): Promise<void> {
    const tokenIndex = this.indexOf(token);
    await this.work.writer().getRepository(EcTokenEntity).insert({
      ...holder, tokenIndex, expiresAt, settlementNo: null, consumedAt: null,
      identity: this.protection.seal(JSON.stringify(identity), contextOf(tokenIndex)),
    });
  }

  /** What a valid token stands for; an unknown, expired or consumed one is `501001`. */
  async require(token: EcToken, now: number): Promise<TokenHolder> {
    const row = await this.work.reader().getRepository(EcTokenEntity).findOneBy({ tokenIndex: this.indexOf(token) });
    const why = row === null ? 'this province has not issued such a token' : whyInvalid(row, now);
    if (row === null || why !== undefined) throw refuse('tokenInvalid', { diagnosis: why });
    const { insuranceType, orgId, businessType } = row;
    return {
      insuranceType, orgId, businessType, credentialNumber: parseCredentialNumber(row.credentialNumber), poolingArea: parsePoolingArea(row.poolingArea),
      identity: JSON.parse(this.protection.open(row.identity, contextOf(row.tokenIndex))) as Identity,
    };
  }

  /** Takes hold of a token for one settlement; another settlement's or an expired token is `501001`. In the open unit of work. */
  async hold(token: EcToken, settlementNo: string, now: number): Promise<void> {
    const free = { tokenIndex: this.indexOf(token), consumedAt: IsNull(), expiresAt: MoreThan(now) };
    const held = await this.work.writer().getRepository(EcTokenEntity).update({ ...free, settlementNo: IsNull() }, { settlementNo });
    if (held.affected !== 1) throw refuse('tokenInvalid', { diagnosis: 'the token serves another settlement or has expired' });
  }

  /** Lets go of a token whose settlement was refused. In the open unit of work. */
  async release(settlementNo: string): Promise<void> {
    await this.work.writer().getRepository(EcTokenEntity).update({ settlementNo, consumedAt: IsNull() }, { settlementNo: null });
  }

  /** Uses up the token of a settlement (INT-14). In the open unit of work. */
  async consume(settlementNo: string, now: number): Promise<void> {
    await this.work.writer().getRepository(EcTokenEntity).update({ settlementNo, consumedAt: IsNull() }, { consumedAt: now });
  }

  private indexOf(token: EcToken): string {
    return this.protection.blindIndex('ec_token', token);
  }
}

const contextOf = (tokenIndex: string): string => `ec_token.identity:${tokenIndex}`;

function whyInvalid(row: EcTokenEntity, now: number): string | undefined {
  if (row.consumedAt !== null) return 'the token was used up by its settlement';
  return row.expiresAt <= now ? 'the token has expired' : undefined;
}
