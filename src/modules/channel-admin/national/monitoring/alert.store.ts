import { Injectable } from '@nestjs/common';
import { In, IsNull, Not, type FindOptionsWhere } from 'typeorm';
import { UnitOfWork } from '../../../../kernel/persistence/unit-of-work.js';
import { refuse } from '../../../../protocol/refusal.js';
import type { Alarm } from '../../alert.rules.js';
import type { Page } from '../access/page.js';
import { AlertEntity } from './alert.entity.js';

export const alertStates = ['open', 'cleared', 'unacknowledged'] as const;
export type AlertState = (typeof alertStates)[number];

const WHERE: Readonly<Record<AlertState, FindOptionsWhere<AlertEntity>>> = {
  open: { clearedAt: IsNull() }, cleared: { clearedAt: Not(IsNull()) }, unacknowledged: { acknowledgedAt: IsNull() },
};

/** The alerts that were raised; none is deleted. */
@Injectable()
export class AlertStore {
  constructor(private readonly work: UnitOfWork) {}

  /** Every alert that is open. */
  open(): Promise<AlertEntity[]> {
    return this.rows().find({ where: WHERE.open, order: { raisedAt: 'ASC' } });
  }

  /** Alerts of these tiers (of all where it is undefined), the latest first. */
  async list(tiers: readonly string[] | undefined, state: AlertState | undefined, { page, pageSize }: Page): Promise<{ total: number; items: AlertEntity[] }> {
    const [items, total] = await this.rows().findAndCount({
      where: { ...(tiers && { tier: In([...tiers]) }), ...(state && WHERE[state]) }, order: { raisedAt: 'DESC', alertId: 'DESC' },
      skip: (page - 1) * pageSize, take: pageSize,
    });
    return { total, items };
  }

  /** The alert of an id, or `-5`: the address names none. */
  async require(alertId: string): Promise<AlertEntity> {
    const found = await this.rows().findOneBy({ alertId });
    if (found === null) throw refuse('badAddress', { faults: [{ field: 'alertId', reason: 'is the id of no alert' }] });
    return found;
  }

  /** In the open unit of work. */
  async raise(alertId: string, { tier, rule, subject, detail }: Alarm, raisedAt: number): Promise<void> {
    await this.work.writer().getRepository(AlertEntity).insert({
      alertId, tier, rule, subject, detail, raisedAt, clearedAt: null, acknowledgedAt: null, acknowledgedBy: null, note: null,
    });
  }

  /** In the open unit of work. */
  async clear(alertId: string, at: number): Promise<void> {
    await this.work.writer().getRepository(AlertEntity).update({ alertId, clearedAt: IsNull() }, { clearedAt: at });
  }

  /** Notes that somebody has seen to it; false where somebody had before. In the open unit of work. */
  async acknowledge(alertId: string, acknowledgedBy: string, note: string, at: number): Promise<boolean> {
    const done = await this.work.writer().getRepository(AlertEntity)
      .update({ alertId, acknowledgedAt: IsNull() }, { acknowledgedAt: at, acknowledgedBy, note });
    return done.affected === 1;
  }

  private rows() {
    return this.work.reader().getRepository(AlertEntity);
  }
}
