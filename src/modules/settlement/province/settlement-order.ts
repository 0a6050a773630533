import type { CredentialNumber, EcToken, OrgId, PoolingArea, ProvinceCode } from '../../../protocol/identifiers.js';
import type { ShapeType } from '../../../protocol/shape.js';
import type { InstitutionKind } from '../../../protocol/transactions/application-record.js';
import type { Shares } from '../../../protocol/transactions/preview-insurance.js';
import type { receiptShape } from '../../../protocol/transactions/settle.js';
import type { Identity } from '../../../registry/person/insured-person.store.js';
import type { SettlementState } from '../settlement.rules.js';

/** 结算回执. */
export type Receipt = ShapeType<typeof receiptShape>;

/** What a local core business system must know to say who pays what, in fen. */
export interface BusinessCase {
  readonly orgId: OrgId;
  readonly institutionKind: InstitutionKind;
  /** Where the institution is and where the token was issued and checked (INT-15). */
  readonly businessProvince: ProvinceCode;
  readonly businessType: string;
  readonly credentialNumber: CredentialNumber;
  readonly identity: Identity;
  readonly poolingArea: PoolingArea;
  readonly insuranceType: string;
  readonly totalFen: number;
}

/** A case whose token this province can still name. */
export interface PreviewOrder extends BusinessCase {
  /** Undefined where the token was checked in another province. */
  readonly ecToken: EcToken | undefined;
}

/** Everything needed to have a settlement carried out, also by a process that starts after a crash. */
export interface SettlementOrder extends BusinessCase {
  readonly settlementNo: string;
  /** `business`: an institution here asked; `insured`: another province asked us to settle. */
  readonly role: 'business' | 'insured';
  readonly institutionSerialNo: string;
  readonly ecToken: EcToken;
  /** The channel that showed the code; known at the business place. */
  readonly channelNumber?: string | undefined;
}

export type SettledShares = Shares & { readonly settledAt: number };

/** A settlement as the register holds it. */
export interface KnownSettlement {
  readonly order: SettlementOrder;
  readonly state: SettlementState;
  /** Stands while a reversal is under way and after it. */
  readonly reversalSerialNo: string | undefined;
  /** Stands once it is settled; marked once it is reversed. */
  readonly receipt: Receipt | undefined;
}
