import { Injectable } from '@nestjs/common';
import type { CredentialNumber } from '../../protocol/identifiers.js';

/** Told in the open unit of work that a credential has become void. */
export type Watcher = (credentialNumber: CredentialNumber) => Promise<void>;

/**
 * 4.4: a superseded credential stops working everywhere. Rooms that keep something usable of it (codes, tokens) watch here and void that in the very
 * unit of work in which the supersession is entered.
 */
@Injectable()
export class SupersessionWatch {
  private readonly watchers: Watcher[] = [];

  add(watcher: Watcher): void {
    this.watchers.push(watcher);
  }

  async tell(credentialNumber: CredentialNumber): Promise<void> {
    for (const watcher of this.watchers) await watcher(credentialNumber);
  }
}
