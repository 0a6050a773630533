import type { Province } from './province.js';

/** What a province and its insurer have in their books, in rows. */
export interface Books {
  /** In the insurer's. */
  readonly settled: number;
  readonly booked: number;
  /** In the province's: settlements by state, businesses, and what other insured places have told. */
  readonly receipts: number;
  readonly reversed: number;
  readonly handled: number;
  readonly notices: number;
  /** What is asked for and not known yet. */
  readonly undecided: number;
}

export async function booksOf({ tier, insurer }: Province): Promise<Books> {
  const [requested, handlingRequested] = [await tier.count('settlement', "state IN ('requested', 'reversing')"), await tier.count('business_handling', "state = 'requested'")];
  return {
    settled: await insurer.count('settled'), booked: await insurer.count('booked_business'),
    receipts: await tier.count('settlement', "state = 'settled'"), reversed: await tier.count('settlement', "state = 'reversed'"),
    handled: await tier.count('business_handling', "state = 'handled'"), notices: await tier.count('completion_notice'), undecided: requested + handlingRequested,
  };
}

/** How much more there is than before. */
export function more(after: Books, before: Books): Books {
  return Object.fromEntries(Object.entries(after).map(([key, rows]: [string, number]) => [key, rows - before[key as keyof Books]])) as unknown as Books;
}
