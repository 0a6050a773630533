import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../../kernel/persistence/data-source-options.js';
import type { ApplicationAct } from '../../application-state.rules.js';

/** One step of an application on its way: who did it, when, and what was said. */
@Entity('channel_application_step')
export class ApplicationStepEntity {
  @PrimaryColumn({ name: 'application_id', type: 'varchar', length: 36 }) applicationId: string;
  /** From 1. */
  @PrimaryColumn({ name: 'step_no', type: 'integer' }) stepNo: number;
  @Column({ type: 'varchar', length: 10 }) act: ApplicationAct;
  @Column({ name: 'user_name', type: 'varchar', length: 40 }) userName: string;
  @Column({ type: 'bigint', transformer: epochMs }) at: number;
  @Column({ type: 'text' }) note: string;
}
