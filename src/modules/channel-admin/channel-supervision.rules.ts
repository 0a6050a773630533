/** 渠道监管 (5.2.1): what one channel did on one day, in the whole country. */
export interface ChannelDay {
  /** yyyy-MM-dd in China. */
  readonly day: string;
  readonly requests: number;
  readonly refusals: number;
  /** Requests from 0 to 5 o'clock. */
  readonly night: number;
  /** Codes of this channel that were decoded, and those that were scanned when they were used up, replaced or expired. */
  readonly decodes: number;
  readonly invalidScans: number;
  /** Requests refused for a wrong or locked password (500004). */
  readonly wrongPasswords: number;
  /** Persons whose codes it showed more often than anybody needs. */
  readonly overShown: number;
}

/** How many days before a day are looked at for what is usual. */
export const TRAILING_DAYS = 14;

/** From when on a rule speaks. Shares are parts of 100. */
export const limits = {
  'volume-jump':     { leastRequests: 200, timesMedian: 5, leastDays: 5 },
  'failure-jump':    { leastRequests: 50, leastRefusals: 20, leastShare: 20, timesUsualShare: 3 },
  'night-share':     { leastRequests: 200, leastShare: 40 },
  'wrong-passwords': { leastTimes: 30, leastShare: 5 },
  'invalid-scans':   { leastTimes: 20, leastShare: 30 },
  'over-shown':      { leastPersons: 1 },
} as const;

export type SupervisionRule = keyof typeof limits;
export const supervisionRules = Object.keys(limits) as readonly SupervisionRule[];

/** What the rules are called on a screen. */
export const ruleTitles: Readonly<Record<SupervisionRule, string>> = {
  'volume-jump': '请求量突增', 'failure-jump': '失败率突增', 'night-share': '夜间请求占比过高', 'wrong-passwords': '密码错误过多',
  'invalid-scans': '无效码扫描过多', 'over-shown': '个人展码过频',
};

/** A rule that speaks, and the numbers it rests on. */
export interface Suspicion {
  readonly rule: SupervisionRule;
  readonly measured: Readonly<Record<string, number>>;
}

type Check = (day: ChannelDay, before: readonly ChannelDay[]) => Suspicion['measured'] | undefined;

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);
const rounded = (value: number): number => Math.round(value * 100) / 100;

const checks: Readonly<Record<SupervisionRule, Check>> = {
  'volume-jump': ({ requests }, before) => {
    const { leastRequests, timesMedian, leastDays } = limits['volume-jump'];
    const usual = median(before.map((each) => each.requests));
    if (before.length < leastDays || requests < leastRequests || requests <= timesMedian * usual) return undefined;
    return { requests, usual };
  },
  'failure-jump': ({ requests, refusals }, before) => {
    const { leastRequests, leastRefusals, leastShare, timesUsualShare } = limits['failure-jump'];
    const usual = percent(sumOf(before, 'refusals'), sumOf(before, 'requests'));
    const share = percent(refusals, requests);
    if (requests < leastRequests || refusals < leastRefusals || share < leastShare || share <= timesUsualShare * usual) return undefined;
    return { requests, refusals, share: rounded(share), usualShare: rounded(usual) };
  },
  'night-share': ({ requests, night }) => {
    const { leastRequests, leastShare } = limits['night-share'];
    const share = percent(night, requests);
    return requests < leastRequests || share < leastShare ? undefined : { requests, night, share: rounded(share) };
  },
  'wrong-passwords': ({ requests, wrongPasswords }) => {
    const { leastTimes, leastShare } = limits['wrong-passwords'];
    const share = percent(wrongPasswords, requests);
    return wrongPasswords < leastTimes || share < leastShare ? undefined : { requests, wrongPasswords, share: rounded(share) };
  },
  'invalid-scans': ({ decodes, invalidScans }) => {
    const { leastTimes, leastShare } = limits['invalid-scans'];
    const share = percent(invalidScans, decodes + invalidScans);
    return invalidScans < leastTimes || share < leastShare ? undefined : { decodes, invalidScans, share: rounded(share) };
  },
  'over-shown': ({ overShown }) => (overShown < limits['over-shown'].leastPersons ? undefined : { persons: overShown }),
};

/**
 * What is unusual about one day of a channel. `before` are the trailing days on which it did anything; a channel that is new has none, and the rules
 * that compare say nothing about its volume.
 */
export function suspicionsOf(day: ChannelDay, before: readonly ChannelDay[]): Suspicion[] {
  return supervisionRules.flatMap((rule) => {
    const measured = checks[rule](day, before);
    return measured === undefined ? [] : [{ rule, measured }];
  });
}

/** The middle of some numbers, the mean of the middle two where their number is even; 0 of none. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [lower = 0, upper = lower] = sorted.length % 2 === 1 ? [sorted[half]] : [sorted[half - 1], sorted[half]];
  return (lower + upper) / 2;
}

const sumOf = (days: readonly ChannelDay[], field: 'requests' | 'refusals'): number => days.reduce((sum, day) => sum + day[field], 0);
