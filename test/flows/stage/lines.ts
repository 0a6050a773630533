import { Line, type Failure } from './line.js';
import type { Stage } from './stage.js';

/** One attempt's limit; a tier makes two before it gives up. National passes requests on, and must be given more time than it gives a province. */
export const TO_NATIONAL_MS = 4_000;
const FROM_NATIONAL_MS = 1_500;
/** Inside a province nothing fails; a busy machine may take its time. */
const INSIDE_MS = 60_000;

/** The lines between national and the provinces, both ways. */
export class Lines {
  private constructor(private readonly byProvince: Readonly<Record<string, readonly [toNational: Line, fromNational: Line]>>) {}

  /** Lays them on a stage with files: every tier starts again, reaching the others by a line. */
  static async between({ national, provinces }: Stage): Promise<Lines> {
    const lines: Record<string, readonly [Line, Line]> = {};
    for (const [code, { tier, insurer }] of Object.entries(provinces)) {
      const toNational = await Line.to(national.coreUrl);
      await insurer.reaches({ [tier.name]: { timeoutMs: INSIDE_MS } });
      await tier.reaches({ national: { url: toNational.url, timeoutMs: TO_NATIONAL_MS }, [insurer.name]: { timeoutMs: INSIDE_MS } });
      lines[code] = [toNational, await Line.to(tier.coreUrl)];
    }
    const ways = Object.entries(lines).map(([code, [, { url }]]) => [`province:${code}`, { url, timeoutMs: FROM_NATIONAL_MS }] as const);
    await national.reaches(Object.fromEntries(ways));
    return new Lines(lines);
  }

  /** Cuts these provinces off from national, and national from them; all of them unless some are named. */
  async fail(how: Failure, provinces: readonly string[] = Object.keys(this.byProvince)): Promise<void> {
    for (const line of provinces.flatMap((code) => this.byProvince[code])) await line.fails(how);
  }

  async heal(): Promise<void> {
    for (const line of Object.values(this.byProvince).flat()) await line.heals();
  }

  async leave(): Promise<void> {
    for (const line of Object.values(this.byProvince).flat()) await line.leaves();
  }
}
