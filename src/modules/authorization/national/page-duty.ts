import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '../../../kernel/dispatch/caller.js';
import { refuse } from '../../../protocol/refusal.js';
import { ChannelStore } from '../../../registry/channel/channel.store.js';
import { AUTHORIZATION_SETTINGS, type AuthorizationSettings } from './authorization-settings.js';

/** 6.1.3.3 c, 6.1.4.3 a: where the pages are required, no channel of another party takes the password with which a person activates or authorizes. // INT-134 */
@Injectable()
export class PageDuty {
  constructor(private readonly channels: ChannelStore, @Inject(AUTHORIZATION_SETTINGS) private readonly settings: AuthorizationSettings) {}

  /** The channel may hand over this password itself, or `-4`; no password is none of our concern. */
  async requireMayTake(caller: Caller, password: string | undefined): Promise<void> {
    if (!this.settings.pagesRequired || password === undefined) return;
    if ((await this.channels.find(caller.ownerId))?.kind === 'official') return;
    throw refuse('forbidden', { faults: [{ field: 'data.password', reason: 'is entered on the dedicated page: ask for a link (ec.page.link)' }] });
  }
}
