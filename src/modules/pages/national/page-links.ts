import { Inject, Injectable } from '@nestjs/common';
import { equalText } from '../../../crypto/equal.js';
import { IDS, type Ids } from '../../../kernel/ids.js';
import { DataProtection } from '../../../kernel/protection/data-protection.js';
import { refuse } from '../../../protocol/refusal.js';
import { pageKinds, type PageKind } from '../../../protocol/transactions/link-page.js';
import { signedLink } from '../../authorization/national/index.js';
import { PAGE_SETTINGS, type PageSettings } from './page-settings.js';

/** What stands in a link, in the clear: nothing of the person. */
interface LinkMembers {
  readonly channelNumber: string;
  readonly expiresAt: string;
  /** Random; what the link is for is kept under it. */
  readonly nonce: string;
}

const MEMBERS = ['channelNumber', 'expiresAt', 'nonce', 'signature'] as const;

/** Links to the platform's dedicated pages (专用页面), each for one channel and one person, signed by this tier. // INT-120 */
@Injectable()
export class PageLinks {
  constructor(
    private readonly protection: DataProtection, @Inject(IDS) private readonly ids: Ids, @Inject(PAGE_SETTINGS) private readonly settings: PageSettings,
  ) {}

  /** The kind that a channel names; none, or one that does not exist, is `500024`. */
  requireKind(linkType: string | undefined): PageKind {
    const kind = pageKinds.find((each) => each === linkType);
    if (kind !== undefined) return kind;
    throw refuse('linkTypeMissing', { faults: [{ field: 'data.linkType', reason: `one of ${pageKinds.join(', ')}` }] });
  }

  /** Links can be made here, or `500032`: the tier does not know at which address its pages are reached. */
  requireAddress(): string {
    const { url } = this.settings;
    if (url === undefined) throw refuse('configurationMissing', { diagnosis: 'no address is configured for the dedicated pages' });
    return url.replace(/\/$/, '');
  }

  /** A link that this channel may send a person to until then. */
  make(kind: PageKind, channelNumber: string, expiresAt: number): { readonly link: string; readonly nonce: string } {
    const nonce = this.ids.lower(32);
    return { link: this.write(kind, { channelNumber, expiresAt: String(expiresAt), nonce }), nonce };
  }

  /** The members of a link by which a page was opened. One that was not made here or was altered is `500036`. */
  requireUntouched(kind: PageKind, query: Readonly<Record<string, unknown>>): { channelNumber: string; expiresAt: number; nonce: string } {
    const [channelNumber, expiresAt, nonce, signature] = MEMBERS.map((name) => query[name]).map((value) => (typeof value === 'string' ? value : ''));
    if (channelNumber === undefined || expiresAt === undefined || nonce === undefined || signature === undefined) throw new Error('four members are read');
    const right = new URL(this.write(kind, { channelNumber, expiresAt, nonce })).searchParams.get('signature') ?? '';
    if (equalText(right, signature)) return { channelNumber, expiresAt: Number(expiresAt), nonce };
    throw refuse('signatureInvalid', { diagnosis: 'the link to the page was not made here, or was altered' });
  }

  private write(kind: PageKind, members: LinkMembers): string {
    return signedLink(`${this.requireAddress()}/${kind}`, { ...members }, (text) => this.protection.blindIndex('page_link', text));
  }
}
