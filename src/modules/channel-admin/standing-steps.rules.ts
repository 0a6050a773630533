import type { Standing } from '../../protocol/transactions/application-record.js';

/** What acts make of a standing: from which ones an act is open, and where it leads. What stands in no row is refused. */
export type StandingSteps<Act extends string> = Readonly<Record<Act, { readonly from: readonly Standing[]; readonly to: Standing }>>;

/** The standing an act leads to, or the sentence that says why it leads nowhere; `what` is the thing's name in it. */
export function stepFrom<Act extends string>(steps: StandingSteps<Act>, what: string, act: Act, standing: Standing): { to: Standing } | { reason: string } {
  const { from, to } = steps[act];
  return from.includes(standing) ? { to } : { reason: `the ${what} is ${standing}; ${act} is open to ${from.join(', ')}` };
}
