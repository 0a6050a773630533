import type { Facts } from '../../../kernel/dispatch/call.js';
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
  /** The channel that showed the code; known at the business place. */
  readonly channelNumber?: string | undefined;
}

/** What the local core business system has booked. */
export interface Booked {
  readonly receiptNo: string;
  /** Epoch milliseconds. */
  readonly handledAt: number;
}

/** What came of entering what was booked. */
export interface HandledEntry {
  readonly receipt: HandlingReceipt;
  /** Whether it was entered now; else it stood there before. */
  readonly now: boolean;
}

/** For the journal, which is counted: how many businesses an entry brought to the books as `handled` (1 or 0). */
export function handledBy({ now }: HandledEntry, { role, businessType, channelNumber }: HandlingOrder): Facts {
  return { role, businessType, ...(channelNumber !== undefined && { channelNumber }), handled: now ? 1 : 0 };
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
