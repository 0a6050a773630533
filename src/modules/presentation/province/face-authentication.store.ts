import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../../kernel/protection/data-protection.js';
import { parseCredentialNumber, type AuthNo, type CredentialNumber } from '../../../protocol/identifiers.js';
import { refuse, refuseField } from '../../../protocol/refusal.js';
import { FaceAuthenticationEntity } from './face-authentication.entity.js';

export interface NewAuthentication {
  readonly authNo: AuthNo;
  readonly orgId: string;
  /** Of the first step. */
  readonly outBizNo: string;
  readonly credentialNumber: CredentialNumber;
  readonly expiresAt: number;
}

/** The second step, as the institution says it. */
export type SecondStep = Pick<NewAuthentication, 'authNo' | 'orgId' | 'outBizNo'>;

/** The faces that were recognised here. */
@Injectable()
export class FaceAuthenticationStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  /** Enters one, in the open unit of work. */
  async enter({ authNo, orgId, outBizNo, credentialNumber, expiresAt }: NewAuthentication): Promise<void> {
    const row = { authIndex: this.indexOf(authNo), businessIndex: this.businessIndex(orgId, outBizNo), orgId, credentialNumber, expiresAt, consumedAt: null };
    await this.work.writer().getRepository(FaceAuthenticationEntity).insert(row);
  }

  /** Whose face it was; an authNo that is unknown, another institution's, used or expired is `500037`, the business number of the first step `-2`. */
  async require({ authNo, orgId, outBizNo }: SecondStep, now: number): Promise<CredentialNumber> {
    const row = await this.work.reader().getRepository(FaceAuthenticationEntity).findOneBy({ authIndex: this.indexOf(authNo) });
    const why = whyInvalid(row, orgId, now);
    if (row === null || why !== undefined) throw refuse('realPersonSerialNoInvalid', { diagnosis: why });
    if (row.businessIndex !== this.businessIndex(orgId, outBizNo)) return parseCredentialNumber(row.credentialNumber);
    throw refuseField('data.outBizNo', 'is the number of the authentication; each step has one of its own');
  }

  /** Uses an authNo up: one conditional update, so that of any number of second steps one succeeds. Else `500037`. In the open unit of work. */
  async consume(authNo: AuthNo, now: number): Promise<void> {
    const rows = this.work.writer().getRepository(FaceAuthenticationEntity);
    const used = await rows.update({ authIndex: this.indexOf(authNo), consumedAt: IsNull(), expiresAt: MoreThan(now) }, { consumedAt: now });
    if (used.affected !== 1) throw refuse('realPersonSerialNoInvalid', { diagnosis: 'the authNo was used meanwhile' });
  }

  private indexOf(authNo: AuthNo): string {
    return this.protection.blindIndex('face_authentication.auth_no', authNo);
  }

  private businessIndex(orgId: string, outBizNo: string): string {
    return this.protection.blindIndex('face_authentication.out_biz_no', `${orgId} ${outBizNo}`);
  }
}

function whyInvalid(row: FaceAuthenticationEntity | null, orgId: string, now: number): string | undefined {
  if (row === null) return 'no such authNo was given here';
  if (row.orgId !== orgId) return 'the authNo was given to another institution';
  if (row.consumedAt !== null) return 'the authNo has been used';
  return row.expiresAt <= now ? 'the authNo has expired' : undefined;
}
