import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import type { TerminalRecord } from '../../protocol/transactions/register-terminal.js';
import { TerminalEntity } from './terminal.entity.js';

/** The register of acceptance terminals. */
@Injectable()
export class TerminalStore {
  constructor(private readonly work: UnitOfWork) {}

  /** Enters a terminal or replaces it, in the open unit of work. */
  async put(record: TerminalRecord): Promise<void> {
    await this.work.writer().getRepository(TerminalEntity).save(record);
  }

  /** How many terminals stand in the register: the next filing number follows from it inside a unit of work. */
  count(): Promise<number> {
    return this.work.reader().getRepository(TerminalEntity).count();
  }

  find(filingNumber: string): Promise<TerminalEntity | null> {
    return this.work.reader().getRepository(TerminalEntity).findOneBy({ filingNumber });
  }
}
