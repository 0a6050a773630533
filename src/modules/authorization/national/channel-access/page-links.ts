import { Inject, Injectable } from '@nestjs/common';
import { IDS, type Ids } from '../../../../kernel/ids.js';
import { DataProtection } from '../../../../kernel/protection/data-protection.js';
import { refuse } from '../../../../protocol/refusal.js';
import { pageKinds, type PageKind } from '../../../../protocol/transactions/link-page.js';
import { isUntouched, signedLink } from '../../signed-link.js';

/** Where the dedicated pages stand; undefined where none are configured. */
export interface PageSettings {
  readonly url: string | undefined;
}

export const PAGE_SETTINGS = Symbol('PageSettings');

/** Links to the platform's dedicated pages (专用页面). The pages know their own links again; that is all they share with this tier's transactions. */
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

  /** A link that this channel may send a person to until then; `500032` where no pages are configured. */
  make(kind: PageKind, channelNumber: string, expiresAt: number): string {
    const { url } = this.settings;
    if (url === undefined) throw refuse('configurationMissing', { diagnosis: 'no address is configured for the dedicated pages' });
    return signedLink(`${url.replace(/\/$/, '')}/${kind}`, { channelNumber, expiresAt: String(expiresAt), nonce: this.ids.lower(16) }, this.sign);
  }

  /** Whether a link was made here, is untouched and not over. */
  isGood(link: string, now: number): boolean {
    return isUntouched(link, this.sign) && Number(new URL(link).searchParams.get('expiresAt')) > now;
  }

  private readonly sign = (text: string): string => this.protection.blindIndex('page_link', text);
}
