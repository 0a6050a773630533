import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../../kernel/persistence/data-source-options.js';
import type { Presentation } from '../../../registry/policy/presentation-policy.js';

/** One look-up of an institution that found nobody (INT-62); nothing of what was looked up. */
@Entity('failed_look_up')
@Index('ix_failed_look_up_org', ['orgId', 'presentation', 'failedAt'])
export class FailedLookUpEntity {
  @PrimaryColumn({ type: 'varchar', length: 32 }) id: string;
  @Column({ name: 'org_id', type: 'varchar', length: 40 }) orgId: string;
  @Column({ type: 'varchar', length: 10 }) presentation: Presentation;
  @Column({ name: 'failed_at', type: 'bigint', transformer: epochMs }) failedAt: number;
}
