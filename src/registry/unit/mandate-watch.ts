import { Injectable } from '@nestjs/common';
import type { CredentialNumber } from '../../protocol/identifiers.js';

/** Told in the open unit of work that a person may act for a unit no more; both by the numbers of their credentials. */
export type MandateWatcher = (unit: CredentialNumber, person: CredentialNumber) => Promise<void>;

/** INT-66: a mandate that ends takes with it what this person shows for the unit, in the same unit of work. */
@Injectable()
export class MandateWatch {
  private readonly watchers: MandateWatcher[] = [];

  add(watcher: MandateWatcher): void {
    this.watchers.push(watcher);
  }

  async tell(unit: CredentialNumber, person: CredentialNumber): Promise<void> {
    for (const watcher of this.watchers) await watcher(unit, person);
  }
}
