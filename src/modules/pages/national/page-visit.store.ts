import { Injectable } from '@nestjs/common';
import { IsNull, LessThan, MoreThan } from 'typeorm';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../../kernel/protection/data-protection.js';
import { parseCredentialNumber, type CredentialNumber, type HandlingSerialNo, type RealPersonSerialNo } from '../../../protocol/identifiers.js';
import type { PageKind } from '../../../protocol/transactions/link-page.js';
import { PageVisitEntity } from './page-visit.entity.js';

/** What a person is sent to a page for, and where the page sends the person afterwards. */
export interface Errand {
  readonly returnUrl: string;
  /** The channel's own mark, given back as it came. */
  readonly state?: string | undefined;
  /** Of an activation: what the real name and the real person were proven under. */
  readonly handling?: { readonly handlingSerialNo: HandlingSerialNo; readonly realPersonSerialNo: RealPersonSerialNo } | undefined;
}

export interface NewVisit extends Errand {
  readonly kind: PageKind;
  readonly channelNumber: string;
  readonly credentialNumber: CredentialNumber;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export interface PageVisit extends NewVisit {
  readonly linkIndex: string;
  readonly formsTaken: number;
  /** Where the person was sent at the end; undefined before. */
  readonly outcome: string | undefined;
}

/** The visits to dedicated pages that links were made for. */
@Injectable()
export class PageVisitStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  /** Enters the visit that a link with this nonce opens, and forgets expired ones of the channel. In the open unit of work. */
  async open(nonce: string, { returnUrl, state, handling, ...visit }: NewVisit, now: number): Promise<void> {
    const rows = this.work.writer().getRepository(PageVisitEntity);
    await rows.delete({ channelNumber: visit.channelNumber, expiresAt: LessThan(now) });
    const linkIndex = this.indexOf(nonce);
    const errand = this.protection.seal(JSON.stringify({ returnUrl, state, handling }), contextOf('errand', linkIndex));
    await rows.insert({ ...visit, linkIndex, errand, formsTaken: 0, endedAt: null, outcome: null });
  }

  async find(nonce: string): Promise<PageVisit | undefined> {
    const row = await this.work.reader().getRepository(PageVisitEntity).findOneBy({ linkIndex: this.indexOf(nonce) });
    if (row === null) return undefined;
    const { linkIndex, kind, channelNumber, formsTaken, expiresAt } = row;
    const errand = JSON.parse(this.protection.open(row.errand, contextOf('errand', linkIndex))) as Errand;
    const outcome = row.outcome === null ? undefined : this.protection.open(row.outcome, contextOf('outcome', linkIndex));
    return { ...errand, linkIndex, kind, channelNumber, formsTaken, expiresAt, outcome, credentialNumber: parseCredentialNumber(row.credentialNumber) };
  }

  /** Takes the one form that is good now; false where it was handed in before, or the visit is over. In the open unit of work. */
  async takeForm({ linkIndex, formsTaken }: PageVisit, now: number): Promise<boolean> {
    const open = { linkIndex, formsTaken, endedAt: IsNull(), expiresAt: MoreThan(now) };
    return (await this.work.writer().getRepository(PageVisitEntity).update(open, { formsTaken: formsTaken + 1 })).affected === 1;
  }

  /** The link opens nothing any more; the person was sent to this address. In the open unit of work, after a form was taken in it. */
  async end({ linkIndex }: PageVisit, address: string, now: number): Promise<void> {
    const outcome = this.protection.seal(address, contextOf('outcome', linkIndex));
    await this.work.writer().getRepository(PageVisitEntity).update({ linkIndex, endedAt: IsNull() }, { endedAt: now, outcome });
  }

  private indexOf(nonce: string): string {
    return this.protection.blindIndex('page_visit.link', nonce);
  }
}

const contextOf = (column: 'errand' | 'outcome', linkIndex: string): string => `page_visit.${column}:${linkIndex}`;
