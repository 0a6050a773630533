import { Inject, Injectable } from '@nestjs/common';
import { equalText } from '../../../crypto/equal.js';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Facts } from '../../../kernel/dispatch/call.js';
import { JournalStore } from '../../../kernel/journal/journal.store.js';
import { UnitOfWork } from '../../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../../kernel/protection/data-protection.js';
import type { ChannelAuthorizationCode, CredentialNumber } from '../../../protocol/identifiers.js';
import { refuse, Refusal } from '../../../protocol/refusal.js';
import type { PageKind } from '../../../protocol/transactions/link-page.js';
import { barOfOwner } from '../../../registry/application/application-directory.js';
import { ChannelStore, type Channel } from '../../../registry/channel/channel.store.js';
import { AccessPassStore, lifetimes } from '../../authorization/national/index.js';
import { returnAddress } from '../return-address.rules.js';
import { PageLinks } from './page-links.js';
import { PageVisitStore, type PageVisit } from './page-visit.store.js';

/** A visit that may go on, and the channel that the person comes from. */
export interface OpenVisit {
  readonly visit: PageVisit;
  readonly channel: Channel;
}

/** What a form that was handed in leads to; `carryOut` belongs inside the unit of work. A refusal that it returns is kept with what was written. */
export interface WeighedForm {
  /** As which transaction the act is journaled: who counts them sees no difference. */
  readonly transType: string;
  readonly subject: CredentialNumber;
  readonly facts: Facts;
  readonly carryOut: () => Promise<{ readonly authorizationCode: ChannelAuthorizationCode; readonly facts?: Facts } | Refusal>;
}

/** Visits to the dedicated pages: from the link to the way back. */
@Injectable()
export class PageVisits {
  constructor(
    private readonly links: PageLinks, private readonly visits: PageVisitStore, private readonly channels: ChannelStore, private readonly passes: AccessPassStore,
    private readonly work: UnitOfWork, private readonly journal: JournalStore, private readonly protection: DataProtection, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What a link was made for. An altered one is `500036`; one that stands for nothing any more `500022`. */
  async find(kind: PageKind, query: Readonly<Record<string, unknown>>): Promise<PageVisit> {
    const { nonce, channelNumber } = this.links.requireUntouched(kind, query);
    const visit = await this.visits.find(nonce);
    if (visit?.kind === kind && visit.channelNumber === channelNumber) return visit;
    throw refuse('userNotAuthorized', { diagnosis: 'the link stands for nothing any more' });
  }

  /** The visit may go on: its link is neither used nor expired (`500022`), and the channel may do anything at all (`500013`, `500007`). */
  async requireOpen(visit: PageVisit): Promise<OpenVisit> {
    const now = this.clock.now();
    if (visit.outcome !== undefined) throw refuse('userNotAuthorized', { diagnosis: 'the link has been used' });
    if (visit.expiresAt <= now) throw refuse('userNotAuthorized', { diagnosis: 'the link has expired' });
    const channel = await this.channels.require(visit.channelNumber);
    const bar = barOfOwner({ ownerKind: 'channel', standing: channel.standing, authorizedUntil: channel.authorizedUntil }, now);
    if (bar !== undefined) throw refuse(bar, { diagnosis: 'the channel of the link is not active' });
    return { visit, channel };
  }

  /** The text that the one form which is good now must bring along; each form that is handed in makes it another one. */
  formToken({ linkIndex, formsTaken }: Pick<PageVisit, 'linkIndex' | 'formsTaken'>): string {
    return this.protection.blindIndex('page_visit.form', `${linkIndex}:${formsTaken}`);
  }

  isGoodForm(visit: PageVisit, token: string): boolean {
    return equalText(this.formToken(visit), token);
  }

  /** Where the form with this token has led already: a person who presses twice is sent on twice, and nothing happens twice. */
  outcomeOf(visit: PageVisit, token: string): string | undefined {
    return visit.outcome !== undefined && equalText(this.formToken({ ...visit, formsTaken: visit.formsTaken - 1 }), token) ? visit.outcome : undefined;
  }

  /** Uses the form up and does what it says, in one unit of work; gives the address to send the person to, or why not. */
  async carryOut(visit: PageVisit, form: WeighedForm): Promise<string | Refusal> {
    return this.taking<string | Refusal>(visit, form, async (now) => {
      const done = await form.carryOut();
      if (done instanceof Refusal) return { outcome: String(done.returnCode.code), facts: {}, result: done };
      const code = await this.passes.issue('code', visit.channelNumber, now, now + lifetimes.code, done.authorizationCode);
      const address = returnAddress(visit.returnUrl, { code, state: visit.state });
      await this.visits.end(visit, address, now);
      return { outcome: 'done', facts: done.facts ?? {}, result: address };
    });
  }

  /** The person does not want it; gives the address to send the person to. */
  async decline(visit: PageVisit, transType: string): Promise<string> {
    return this.taking(visit, { transType, subject: visit.credentialNumber, facts: {} }, async (now) => {
      const address = this.wayBack(visit, refuse('userNotAuthorized'));
      await this.visits.end(visit, address, now);
      return { outcome: 'declined', facts: {}, result: address };
    });
  }

  /** The address that tells the channel why there is no code. */
  wayBack({ returnUrl, state }: PageVisit, { returnCode }: Refusal): string {
    return returnAddress(returnUrl, { returnCode: String(returnCode.code), state });
  }

  private taking<T>(
    visit: PageVisit, { transType, subject, facts }: Omit<WeighedForm, 'carryOut'>, work: (now: number) => Promise<{ outcome: string; facts: Facts; result: T }>,
  ): Promise<T> {
    return this.work.run(async () => {
      const now = this.clock.now();
      if (!(await this.visits.takeForm(visit, now))) throw new FormTaken();
      const { outcome, facts: more, result } = await work(now);
      await this.journal.append({
        actor: `channel:${visit.channelNumber}`, act: transType, subject: this.protection.blindIndex('journal.subject', subject), outcome,
        detail: { ...facts, ...more, by: 'page' },
      });
      return result;
    });
  }
}

/** The form was handed in at the same time by another request, which carried it out. */
export class FormTaken extends Error {
  constructor() {
    super('the form was handed in already');
  }
}
