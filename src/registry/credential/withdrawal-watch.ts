import { Injectable } from '@nestjs/common';
import type { CredentialNumber } from '../../protocol/identifiers.js';

/** Told in the open unit of work that a channel may not use a person's credential any more, or not at present. */
export type WithdrawalWatcher = (credentialNumber: CredentialNumber, channelNumber: string) => Promise<void>;

/** 4.7: a suspended or revoked authorization takes effect at once: what the channel shows already (a code) is void in the same unit of work. */
@Injectable()
export class WithdrawalWatch {
  private readonly watchers: WithdrawalWatcher[] = [];

  add(watcher: WithdrawalWatcher): void {
    this.watchers.push(watcher);
  }

  async tell(credentialNumber: CredentialNumber, channelNumber: string): Promise<void> {
    for (const watcher of this.watchers) await watcher(credentialNumber, channelNumber);
  }
}
