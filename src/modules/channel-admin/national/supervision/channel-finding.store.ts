import { Inject, Injectable } from '@nestjs/common';
import { In, IsNull, Not } from 'typeorm';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import { IDS, type Ids } from '../../../../kernel/ids.js';
import { UnitOfWork } from '../../../../kernel/persistence/unit-of-work.js';
import { refuse } from '../../../../protocol/refusal.js';
import type { Suspicion } from '../../channel-supervision.rules.js';
import type { Page } from '../access/page.js';
import { ChannelFindingEntity, type FindingAction } from './channel-finding.entity.js';

/** A finding as it is told. */
export type Finding = Omit<ChannelFindingEntity, 'measured'> & Pick<Suspicion, 'measured'>;

/** Which findings are asked for. */
export interface FindingFilter {
  readonly state?: 'open' | 'closed' | undefined;
  /** Undefined: of every channel. */
  readonly channels?: readonly string[] | undefined;
}

/** What was done about a finding, and by whom. */
export interface Closing {
  readonly action: FindingAction;
  readonly reason: string;
  readonly closedBy: string;
}

/** What the rules of channel supervision have found. */
@Injectable()
export class ChannelFindingStore {
  constructor(private readonly work: UnitOfWork, @Inject(CLOCK) private readonly clock: Clock, @Inject(IDS) private readonly ids: Ids) {}

  /** Keeps a finding; undefined where it is known already. In the open unit of work. */
  async add(channelNumber: string, day: string, { rule, measured }: Suspicion): Promise<string | undefined> {
    const rows = this.work.writer().getRepository(ChannelFindingEntity);
    if (await rows.existsBy({ channelNumber, rule, day })) return undefined;
    const findingId = this.ids.id();
    const open = { action: null, reason: null, closedBy: null, closedAt: null };
    await rows.insert({ findingId, channelNumber, rule, day, measured: JSON.stringify(measured), foundAt: this.clock.now(), ...open });
    return findingId;
  }

  /** Closes a finding that is open; false when somebody has closed it. One conditional update, in the open unit of work. */
  async close(findingId: string, closing: Closing): Promise<boolean> {
    const closed = await this.work.writer().getRepository(ChannelFindingEntity)
      .update({ findingId, closedAt: IsNull() }, { ...closing, closedAt: this.clock.now() });
    return closed.affected === 1;
  }

  /** The finding, or `-5`: the address names nothing. */
  async require(findingId: string): Promise<Finding> {
    const row = await this.rows().findOneBy({ findingId });
    if (row === null) throw refuse('badAddress', { faults: [{ field: 'findingId', reason: 'names no finding' }] });
    return told(row);
  }

  /** The latest first. */
  async list({ page, pageSize }: Page, { state, channels }: FindingFilter): Promise<{ total: number; items: Finding[] }> {
    const closedAt = state === undefined ? {} : { closedAt: state === 'open' ? IsNull() : Not(IsNull()) };
    const where = { ...closedAt, ...(channels && { channelNumber: In([...channels]) }) };
    const [rows, total] = await this.rows().findAndCount({ where, order: { findingId: 'DESC' }, skip: (page - 1) * pageSize, take: pageSize });
    return { total, items: rows.map(told) };
  }

  private rows() {
    return this.work.reader().getRepository(ChannelFindingEntity);
  }
}

function told({ measured, findingId, channelNumber, rule, day, foundAt, action, reason, closedBy, closedAt }: ChannelFindingEntity): Finding {
  return { findingId, channelNumber, rule, day, measured: JSON.parse(measured) as Finding['measured'], foundAt, action, reason, closedBy, closedAt };
}
