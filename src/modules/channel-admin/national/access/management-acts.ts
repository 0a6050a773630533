import { Injectable } from '@nestjs/common';
import { JournalStore } from '../../../../kernel/journal/journal.store.js';
import { DataProtection } from '../../../../kernel/protection/data-protection.js';
import { UnitOfWork } from '../../../../kernel/persistence/unit-of-work.js';
import { actorOf, type ManagementUser } from './management-user.js';

/** What somebody does in the management centre, for the journal. */
export interface ManagementDeed {
  /** A fixed word such as `management.channel.suspend`; at most 40 characters. */
  readonly act: string;
  /** Whom or what it concerns; the journal keeps only its blind index, the same one that transactions about it have. */
  readonly subject: string;
  /** Further facts; nothing personal. */
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
}

/** Every act of the management centre: one unit of work, with its line in the journal and the user as the actor. */
@Injectable()
export class ManagementActs {
  constructor(private readonly work: UnitOfWork, private readonly journal: JournalStore, private readonly protection: DataProtection) {}

  /** Does the work and journals it, together or not at all. */
  perform<T>(user: Pick<ManagementUser, 'name'>, deed: ManagementDeed, work: () => Promise<T>): Promise<T> {
    return this.work.run(async () => {
      const result = await work();
      await this.note(actorOf(user), deed, 'done');
      return result;
    });
  }

  /** A line of the journal in the open unit of work, for what ends otherwise than done. */
  async note(actor: string, { act, subject, facts }: ManagementDeed, outcome: string): Promise<void> {
    await this.journal.append({ actor, act, subject: this.protection.blindIndex('journal.subject', subject), outcome, detail: { ...facts } });
  }
}
