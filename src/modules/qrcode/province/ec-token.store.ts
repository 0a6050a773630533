import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import type { Facts } from '../../../kernel/dispatch/call.js';
import type { Caller } from '../../../kernel/dispatch/caller.js';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../../kernel/protection/data-protection.js';
import { parseCredentialNumber, parsePoolingArea, type CredentialNumber, type EcToken, type PoolingArea } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { SubjectKind } from '../../../registry/credential/credential.entity.js';
import type { Identity } from '../../../registry/person/insured-person.store.js';
import type { UnitIdentity } from '../../../registry/unit/unit.store.js';
import { EcTokenEntity } from './ec-token.entity.js';

/** What every token stands for: credential, place, institution and business type (4.11), and the channel that showed the code. */
interface TokenFacts {
  readonly credentialNumber: CredentialNumber;
  readonly poolingArea: PoolingArea;
  readonly insuranceType: string;
  readonly orgId: string;
  readonly businessType: string;
  /** Undefined for tokens that were issued before it was kept, and where no code was shown. */
  readonly channelNumber: string | undefined;
}

/** A person's token. */
export interface TokenHolder extends TokenFacts {
  readonly identity: Identity;
}

/** A unit's token (INT-67). */
export interface UnitTokenHolder extends TokenFacts {
  readonly unit: UnitIdentity;
}

/** What a token is used for and through which channel, as journal and counts say it. */
export function usedThrough({ businessType, channelNumber }: Pick<TokenFacts, 'businessType' | 'channelNumber'>): Facts {
  return { businessType, ...(channelNumber !== undefined && { channelNumber }) };
}

/** The tokens this province has issued (INT-15). */
@Injectable()
export class EcTokenStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  /** Enters a person's token, in the open unit of work. */
  async issue(token: EcToken, { identity, ...facts }: TokenHolder, expiresAt: number): Promise<void> {
    await this.enter(token, 'person', identity, facts, expiresAt);
  }

  /** Enters a unit's token, in the open unit of work. */
  async issueForUnit(token: EcToken, { unit: { creditCode, unitName }, ...facts }: UnitTokenHolder, expiresAt: number): Promise<void> {
    await this.enter(token, 'unit', { creditCode, unitName }, facts, expiresAt);
  }

  /**
   * What a valid token of a person stands for; an unknown, expired or consumed one, or a unit's, is `501001`. INT-82: `forSettling` passes over the expiry
   * of one that is held.
   */
  async require(token: EcToken, now: number, forSettling = false): Promise<TokenHolder> {
    const row = await this.requireRow(token, 'person', now, forSettling);
    return { ...factsOf(row), identity: this.identityOf(row) as Identity };
  }

  /** What a valid token of a unit stands for; any other is `501001`. */
  async requireOfUnit(token: EcToken, now: number): Promise<UnitTokenHolder> {
    const row = await this.requireRow(token, 'unit', now, false);
    return { ...factsOf(row), unit: this.identityOf(row) as UnitIdentity };
  }

  /** Takes hold of a token for one settlement; another settlement's or an expired token is `501001`. In the open unit of work. */
  async hold(token: EcToken, settlementNo: string, now: number): Promise<void> {
    const free = { tokenIndex: this.indexOf(token), consumedAt: IsNull(), voidedAt: IsNull(), expiresAt: MoreThan(now) };
    const held = await this.work.writer().getRepository(EcTokenEntity).update({ ...free, settlementNo: IsNull() }, { settlementNo });
    if (held.affected !== 1) throw refuse('tokenInvalid', { diagnosis: 'the token serves another settlement or has expired' });
  }

  /** Lets go of a token whose settlement was refused. In the open unit of work. */
  async release(settlementNo: string): Promise<void> {
    await this.work.writer().getRepository(EcTokenEntity).update({ settlementNo, consumedAt: IsNull() }, { settlementNo: null });
  }

  /** Uses up the token of a settlement (INT-14), unless another settlement has taken hold of it meanwhile. In the open unit of work. */
  async consume(token: EcToken, settlementNo: string, now: number): Promise<void> {
    const tokens = this.work.writer().getRepository(EcTokenEntity);
    const unspent = { tokenIndex: this.indexOf(token), consumedAt: IsNull() };
    const held = await tokens.update({ ...unspent, settlementNo }, { consumedAt: now });
    if (held.affected === 0) await tokens.update({ ...unspent, settlementNo: IsNull() }, { settlementNo, consumedAt: now });
  }

  /** Voids every token of a credential that has not been used up: what it says of the person does not hold any more (INT-17, 4.4). In the open unit. */
  async voidOf(credentialNumber: CredentialNumber, now: number): Promise<void> {
    const unspent = { credentialNumber, consumedAt: IsNull(), voidedAt: IsNull() };
    await this.work.writer().getRepository(EcTokenEntity).update(unspent, { voidedAt: now });
  }

  private async enter(token: EcToken, subjectKind: SubjectKind, identity: Identity | UnitIdentity, facts: TokenFacts, expiresAt: number): Promise<void> {
    const tokenIndex = this.indexOf(token);
    await this.work.writer().getRepository(EcTokenEntity).insert({
      ...facts, channelNumber: facts.channelNumber ?? null, tokenIndex, subjectKind, expiresAt, settlementNo: null, consumedAt: null, voidedAt: null,
      identity: this.protection.seal(JSON.stringify(identity), contextOf(tokenIndex)),
    });
  }

  private async requireRow(token: EcToken, wanted: SubjectKind, now: number, forSettling: boolean): Promise<EcTokenEntity> {
    const row = await this.work.reader().getRepository(EcTokenEntity).findOneBy({ tokenIndex: this.indexOf(token) });
    const why = row === null ? 'this province has not issued such a token' : whyInvalid(row, wanted, now, forSettling);
    if (row === null || why !== undefined) throw refuse('tokenInvalid', { diagnosis: why });
    return row;
  }

  private identityOf({ identity, tokenIndex }: EcTokenEntity): unknown {
    return JSON.parse(this.protection.open(identity, contextOf(tokenIndex)));
  }

  private indexOf(token: EcToken): string {
    return this.protection.blindIndex('ec_token', token);
  }
}

/** 4.11: an institution brings back its own tokens only. Else `501001`. */
export function requireOwnToken({ orgId }: Pick<TokenFacts, 'orgId'>, caller: Caller): void {
  if (caller.kind !== 'institution' || caller.ownerId === orgId) return;
  throw refuse('tokenInvalid', { diagnosis: 'the token was issued to another institution' });
}

const contextOf = (tokenIndex: string): string => `ec_token.identity:${tokenIndex}`;

function factsOf(row: EcTokenEntity): TokenFacts {
  const { insuranceType, orgId, businessType } = row;
  return {
    insuranceType, orgId, businessType, channelNumber: row.channelNumber ?? undefined,
    credentialNumber: parseCredentialNumber(row.credentialNumber), poolingArea: parsePoolingArea(row.poolingArea),
  };
}

function whyInvalid(row: EcTokenEntity, wanted: SubjectKind, now: number, forSettling: boolean): string | undefined {
  if (row.subjectKind !== wanted) return `the token is of a ${row.subjectKind}, not of a ${wanted}`;
  if (row.consumedAt !== null) return 'the token was used up by its settlement or handling';
  if (row.voidedAt !== null) return 'the token is void: the data of the person or unit have changed';
  if (forSettling && row.settlementNo !== null) return undefined;
  return row.expiresAt <= now ? 'the token has expired' : undefined;
}
