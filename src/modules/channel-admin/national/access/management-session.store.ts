import { Injectable } from '@nestjs/common';
import { LessThanOrEqual } from 'typeorm';
import { DataProtection } from '../../../../kernel/protection/data-protection.js';
import { UnitOfWork } from '../../../../kernel/persistence/unit-of-work.js';
import { ManagementSessionEntity } from './management-session.entity.js';

/** The sessions that have not ended. */
@Injectable()
export class ManagementSessionStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  find(token: string): Promise<ManagementSessionEntity | null> {
    return this.work.reader().getRepository(ManagementSessionEntity).findOneBy({ tokenIndex: this.indexOf(token) });
  }

  /** Opens a session; forgets those that have come to their end. In the open unit of work. */
  async open(token: string, userId: string, now: number, expiresAt: number): Promise<void> {
    const sessions = this.work.writer().getRepository(ManagementSessionEntity);
    await sessions.delete({ expiresAt: LessThanOrEqual(now) });
    await sessions.insert({ tokenIndex: this.indexOf(token), userId, lastUsedAt: now, expiresAt });
  }

  /** In the open unit of work. */
  async touch(tokenIndex: string, now: number): Promise<void> {
    await this.work.writer().getRepository(ManagementSessionEntity).update({ tokenIndex }, { lastUsedAt: now });
  }

  /** In the open unit of work. */
  async end(token: string): Promise<void> {
    await this.work.writer().getRepository(ManagementSessionEntity).delete({ tokenIndex: this.indexOf(token) });
  }

  /** Ends every session of a user; gives their number. In the open unit of work. */
  async endAll(userId: string): Promise<number> {
    return (await this.work.writer().getRepository(ManagementSessionEntity).delete({ userId })).affected ?? 0;
  }

  private indexOf(token: string): string {
    return this.protection.blindIndex('management_session.token', token);
  }
}
