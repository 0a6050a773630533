import { Injectable } from '@nestjs/common';
import { In, Like } from 'typeorm';
import { DataProtection } from '../../../../kernel/protection/data-protection.js';
import { UnitOfWork } from '../../../../kernel/persistence/unit-of-work.js';
import { parseDivisionCode, type DivisionCode } from '../../../../protocol/identifiers.js';
import { refuse } from '../../../../protocol/refusal.js';
import type { ApplicationAct, ApplicationState } from '../../application-state.rules.js';
import type { Area } from '../../area.rules.js';
import type { Page } from '../access/page.js';
import type { ApplicationForm } from './application-form.js';
import { ApplicationStepEntity } from './application-step.entity.js';
import { ChannelApplicationEntity } from './channel-application.entity.js';

/** An application as it stands. */
export interface ChannelApplication {
  readonly applicationId: string;
  readonly division: DivisionCode;
  readonly state: ApplicationState;
  readonly form: ApplicationForm;
  readonly changedAt: number;
}

/** Who did what, when, and what was said. */
export interface ApplicationStep {
  readonly act: ApplicationAct;
  readonly userName: string;
  readonly at: number;
  readonly note: string;
}

const contextOf = (applicationId: string): string => `channel_application.form:${applicationId}`;

/** The access applications of third-party channels, and the steps each has taken. */
@Injectable()
export class ChannelApplicationStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  async find(applicationId: string): Promise<ChannelApplication | undefined> {
    const row = await this.work.reader().getRepository(ChannelApplicationEntity).findOneBy({ applicationId });
    return row === null ? undefined : this.opened(row);
  }

  /** The application, or `500012`: nobody has applied under this id. */
  async require(applicationId: string): Promise<ChannelApplication> {
    const found = await this.find(applicationId);
    if (found === undefined) throw refuse('channelNotFound', { faults: [{ field: 'applicationId', reason: 'is the id of no application' }] });
    return found;
  }

  /** Applications of departments within an area, the newest first; those in one of `states`, or all. */
  async list(area: Area, states: readonly ApplicationState[], { page, pageSize }: Page): Promise<{ total: number; items: ChannelApplication[] }> {
    const [rows, total] = await this.work.reader().getRepository(ChannelApplicationEntity).findAndCount({
      where: { division: Like(`${area}%`), ...(states.length > 0 && { state: In([...states]) }) },
      order: { applicationId: 'DESC' }, skip: (page - 1) * pageSize, take: pageSize,
    });
    return { total, items: rows.map((row) => this.opened(row)) };
  }

  /** Enters a form, or writes it anew; either way it is a draft. In the open unit of work. */
  async put(applicationId: string, division: DivisionCode, form: ApplicationForm, at: number): Promise<void> {
    const sealed = this.protection.seal(JSON.stringify(form), contextOf(applicationId));
    await this.work.writer().getRepository(ChannelApplicationEntity).save({ applicationId, division, state: 'draft', form: sealed, changedAt: at });
  }

  /** Moves an application on; false when it is in none of these states any more. In the open unit of work. */
  async move(applicationId: string, from: readonly ApplicationState[], to: ApplicationState, at: number): Promise<boolean> {
    const moved = await this.work.writer().getRepository(ChannelApplicationEntity)
      .update({ applicationId, state: In([...from]) }, { state: to, changedAt: at });
    return moved.affected === 1;
  }

  /** In the open unit of work. */
  async addStep(applicationId: string, step: ApplicationStep): Promise<void> {
    const steps = this.work.writer().getRepository(ApplicationStepEntity);
    await steps.insert({ ...step, applicationId, stepNo: (await steps.countBy({ applicationId })) + 1 });
  }

  /** The steps of an application, the first first. */
  async steps(applicationId: string): Promise<ApplicationStep[]> {
    const rows = await this.work.reader().getRepository(ApplicationStepEntity).find({ where: { applicationId }, order: { stepNo: 'ASC' } });
    return rows.map(({ act, userName, at, note }) => ({ act, userName, at, note }));
  }

  private opened({ applicationId, division, state, form, changedAt }: ChannelApplicationEntity): ChannelApplication {
    const plain = JSON.parse(this.protection.open(form, contextOf(applicationId))) as ApplicationForm;
    return { applicationId, division: parseDivisionCode(division), state, form: plain, changedAt };
  }
}
