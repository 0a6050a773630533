import type { PageKind } from '../../../protocol/transactions/link-page.js';
import type { Bilingual, Page } from './page.js';
import type { FormFields } from './page-form.js';
import type { OpenVisit, WeighedForm } from './page-visits.js';

/** What one kind of page shows and does. */
export interface PageFlow {
  readonly kind: PageKind;
  /** As which transaction it is journaled. */
  readonly transType: string;

  /** The page with its form; `notice` says why the person sees it again. */
  page(open: OpenVisit, notice?: Bilingual): Promise<Page>;

  /** Weighs what the person has entered, outside any unit of work; gives the sentence for the person where something must be entered again. */
  weigh(open: OpenVisit, fields: FormFields): Promise<WeighedForm | { readonly again: Bilingual }>;
}
