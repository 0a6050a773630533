import { Column, Entity, PrimaryColumn } from 'typeorm';
import { epochMs } from '../../kernel/persistence/data-source-options.js';
import type { InstitutionKind, Standing } from '../../protocol/transactions/application-record.js';

/** 两定机构 (7.1): a designated hospital or pharmacy. */
@Entity('designated_institution')
export class InstitutionEntity {
  @PrimaryColumn({ name: 'org_id', type: 'varchar', length: 40 }) orgId: string;
  @Column({ type: 'varchar', length: 100 }) name: string;
  @Column({ type: 'varchar', length: 10 }) kind: InstitutionKind;
  @Column({ type: 'varchar', length: 6 }) division: string;
  @Column({ type: 'varchar', length: 10 }) standing: Standing;
  @Column({ name: 'changed_at', type: 'bigint', transformer: epochMs }) changedAt: number;
}
