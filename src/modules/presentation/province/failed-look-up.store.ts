import { Inject, Injectable } from '@nestjs/common';
import { LessThanOrEqual, MoreThan } from 'typeorm';
import { IDS, type Ids } from '../../../kernel/ids.js';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import type { Presentation } from '../../../registry/policy/presentation-policy.js';
import { FailedLookUpEntity } from './failed-look-up.entity.js';

/** Look-ups that found nobody, by institution and what was presented. */
@Injectable()
export class FailedLookUpStore {
  constructor(private readonly work: UnitOfWork, @Inject(IDS) private readonly ids: Ids) {}

  /** How many there were after this moment. */
  countSince(orgId: string, presentation: Presentation, since: number): Promise<number> {
    return this.work.reader().getRepository(FailedLookUpEntity).countBy({ orgId, presentation, failedAt: MoreThan(since) });
  }

  /** Enters one, and forgets what counts no more. In the open unit of work. */
  async add(orgId: string, presentation: Presentation, failedAt: number, windowMs: number): Promise<void> {
    const rows = this.rows();
    await rows.delete({ failedAt: LessThanOrEqual(failedAt - windowMs) });
    await rows.insert({ id: this.ids.id(), orgId, presentation, failedAt });
  }

  /** Takes the last one back. In the open unit of work. */
  async takeBack(orgId: string, presentation: Presentation): Promise<void> {
    const [last] = await this.rows().find({ where: { orgId, presentation }, order: { failedAt: 'DESC' }, take: 1 });
    if (last !== undefined) await this.rows().delete({ id: last.id });
  }

  private rows() {
    return this.work.writer().getRepository(FailedLookUpEntity);
  }
}
