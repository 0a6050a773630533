import { Inject, Injectable } from '@nestjs/common';
import { hashPassword, verifyPassword } from '../../../../crypto/password-hash.js';
import { IDS, type Ids } from '../../../../kernel/ids.js';
import { ACCESS_SETTINGS, type AccessSettings } from './access-settings.js';
import { tooManyAtOnce } from './login-refused.js';

/** A check takes some 100 ms of a processor on purpose; more than this at once would keep everybody else waiting. */
const MOST_AT_ONCE = 16;

/** Compares passwords, in the same time whether or not there is something to compare with. */
@Injectable()
export class PasswordChecks {
  /** What a password is compared with when nobody has that name. */
  private readonly nobodys: Promise<string>;
  private running = 0;

  constructor(@Inject(IDS) ids: Ids, @Inject(ACCESS_SETTINGS) { passwordHashCost }: AccessSettings) {
    this.nobodys = hashPassword(ids.lower(32), passwordHashCost);
  }

  /** Whether it is the password; false without a stored hash. Refuses with `-6` when too many are waiting. */
  async fits(password: string, stored: string | undefined): Promise<boolean> {
    if (this.running >= MOST_AT_ONCE) throw tooManyAtOnce();
    this.running += 1;
    try {
      const fits = await verifyPassword(password, stored ?? (await this.nobodys));
      return fits && stored !== undefined;
    } finally {
      this.running -= 1;
    }
  }
}
