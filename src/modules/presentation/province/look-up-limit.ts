import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../../protocol/refusal.js';
import type { Presentation } from '../../../registry/policy/presentation-policy.js';
import { FailedLookUpStore } from './failed-look-up.store.js';
import { PRESENTATION_SETTINGS, type PresentationSettings } from './presentation-settings.js';

/** INT-62: keeps an institution from trying documents, cards and numbers until somebody is found. */
@Injectable()
export class LookUpLimit {
  constructor(private readonly failed: FailedLookUpStore, @Inject(PRESENTATION_SETTINGS) private readonly settings: PresentationSettings) {}

  /** Another look-up may be made, or its answer given, now. Else `-6`: asked side by side the right one is refused too, so that there are no more tries. */
  async requireLeft(orgId: string, presentation: Presentation, now: number): Promise<void> {
    const { failures, windowMs } = this.settings.lookUps;
    if ((await this.failed.countSince(orgId, presentation, now - windowMs)) < failures) return;
    const reason = `has found nobody in ${failures} look-ups of this kind within ${windowMs / 1000} s`;
    throw refuse('rateLimited', { faults: [{ field: 'data.orgId', reason }] });
  }

  /** Counts a look-up that found nobody, or whose end is not known yet. In the open unit of work. */
  async count(orgId: string, presentation: Presentation, now: number): Promise<void> {
    await this.requireLeft(orgId, presentation, now);
    await this.failed.add(orgId, presentation, now, this.settings.lookUps.windowMs);
  }

  /** Takes back one that was counted before its end was known. In the open unit of work. */
  async takeBack(orgId: string, presentation: Presentation): Promise<void> {
    await this.failed.takeBack(orgId, presentation);
  }
}
