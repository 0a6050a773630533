import { Injectable } from '@nestjs/common';
import { LessThan } from 'typeorm';
import { DataProtection } from '../../../../kernel/protection/data-protection.js';
import { UnitOfWork } from '../../../../kernel/persistence/unit-of-work.js';
import { LoginAttemptsEntity } from './login-attempts.entity.js';

export interface AttemptRules {
  readonly attemptsBeforeLock: number;
  readonly lockMs: number;
}

/** Counts attempts to log in by name. Names that nobody has are counted alike, so that nothing tells them from others. */
@Injectable()
export class LoginAttemptsStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  /**
   * Takes one attempt before the password is looked at, so that attempts made side by side count too. Gives the moment until which the name is locked
   * when no attempt is left. In the open unit of work.
   */
  async take(name: string, { attemptsBeforeLock, lockMs }: AttemptRules, now: number): Promise<number | undefined> {
    const rows = this.work.writer().getRepository(LoginAttemptsEntity);
    await rows.delete({ lastAt: LessThan(now - lockMs), lockedUntil: LessThan(now) });
    const nameIndex = this.indexOf(name);
    const known = await rows.findOneBy({ nameIndex });
    if (known !== null && known.lockedUntil > now) return known.lockedUntil;
    const attempts = (known === null || known.lockedUntil > 0 ? 0 : known.attempts) + 1;
    await rows.save({ nameIndex, attempts, lastAt: now, lockedUntil: attempts >= attemptsBeforeLock ? now + lockMs : 0 });
    return undefined;
  }

  /** Forgets the attempts under a name. In the open unit of work. */
  async forget(name: string): Promise<void> {
    await this.work.writer().getRepository(LoginAttemptsEntity).delete({ nameIndex: this.indexOf(name) });
  }

  private indexOf(name: string): string {
    return this.protection.blindIndex('login_attempts.name', name);
  }
}
