/** How far ahead of the receiver's clock a word of national may be dated, in milliseconds: a day, far more than clocks that are looked after differ. */
const FARTHEST_AHEAD_MS = 86_400_000;

/** Whether a synchronised record may be dated so. One from the far future would outlive every true word after it, for the newest is kept. // INT-118 */
export const isBelievableMoment = (changedAt: number, now: number): boolean => changedAt <= now + FARTHEST_AHEAD_MS;
