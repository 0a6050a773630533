import type { EcToken, OrgId, ProvinceCode } from '../../../protocol/identifiers.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import type { HandlingReceipt } from '../../../protocol/transactions/handle-business.js';
import type { InsuredData } from '../../../protocol/transactions/insured-data.js';
import type { HandlingState } from '../handling.rules.js';

/** Everything needed to have a business handled, also by a process that starts after a crash. */
export interface HandlingOrder {
  readonly handlingNo: string;
  /** `business`: an institution here asked; `insured`: another province asked for somebody insured here. */
  readonly role: 'business' | 'insured';
  readonly businessProvince: ProvinceCode;
  readonly orgId: OrgId;
  readonly institutionSerialNo: string;
  readonly businessType: string;
  /** Undefined where it was checked at the business place in another province (INT-26). */
  readonly ecToken: EcToken | undefined;
  readonly insuredData: InsuredData;
  readonly content: string | undefined;
}

/** What the local core business system has booked. */
export interface Booked {
  readonly receiptNo: string;
  /** Epoch milliseconds. */
  readonly handledAt: number;
}

/** 6.3.2.2 c 2: the data differ; what the insured place knows of the person. */
export interface Differing {
  readonly updated: CredentialRecord;
}

/** 6.3.2.2 c: handled, or not because the data differ. */
export type HandlingOutcome = { readonly booked: Booked } | Differing;

export interface KnownHandling {
  readonly order: HandlingOrder;
  readonly state: HandlingState;
  /** Stands once it is handled. */
  readonly receipt: HandlingReceipt | undefined;
}
