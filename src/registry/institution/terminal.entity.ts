import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Standing, TerminalKind } from '../../protocol/transactions/application-record.js';

/** 医保业务受理端 (2.9, table 1): the eight fields, with the institution's id, the kind of terminal and its standing. */
@Entity('acceptance_terminal')
@Index('ix_acceptance_terminal_mac', ['orgId', 'mac'])
export class TerminalEntity {
  @PrimaryColumn({ name: 'filing_number', type: 'varchar', length: 20 }) filingNumber: string;
  @Column({ name: 'org_id', type: 'varchar', length: 40 }) orgId: string;
  @Column({ type: 'varchar', length: 50 }) name: string;
  @Column({ type: 'varchar', length: 200 }) purpose: string;
  @Column({ type: 'varchar', length: 20 }) version: string;
  /** 终端的使用单位: name of the institution. */
  @Column({ name: 'using_institution', type: 'varchar', length: 100 }) user: string;
  @Column({ type: 'varchar', length: 100 }) developer: string;
  /** yyyyMMdd. */
  @Column({ name: 'filed_on', type: 'varchar', length: 8 }) filedOn: string;
  @Column({ type: 'varchar', length: 17 }) mac: string;
  @Column({ type: 'varchar', length: 12 }) kind: TerminalKind;
  @Column({ type: 'varchar', length: 10 }) standing: Standing;
  /** INT-139: networks it may speak from without a signature, comma-separated; null where there are none. */
  @Column({ type: 'varchar', length: 800, nullable: true }) networks: string | null;
}

/** The same networks, one in a row, to be found by an address. */
@Entity('terminal_network')
@Index('ix_terminal_network_terminal', ['filingNumber'])
export class TerminalNetworkEntity {
  @PrimaryColumn({ type: 'varchar', length: 49 }) network: string;
  @PrimaryColumn({ name: 'filing_number', type: 'varchar', length: 20 }) filingNumber: string;
}
