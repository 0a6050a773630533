import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../kernel/protection/data-protection.js';
import type { CredentialNumber, DisplayId } from '../../protocol/identifiers.js';
import { refuse } from '../../protocol/refusal.js';
import { DisplayEntity } from './display.entity.js';
import { PoolingChoiceEntity } from './pooling-choice.entity.js';

/** Whose display it is. */
export interface DisplayOwner {
  readonly credentialNumber: CredentialNumber;
  /** Or the id of the institution that shows it (INT-91). */
  readonly channelNumber: string;
  /** Who shows the code of a unit; undefined where persons show their own. */
  readonly actorNumber?: CredentialNumber | undefined;
}

/** One display under way. */
export interface Display {
  readonly displayId: DisplayId;
  readonly expiresAt: number;
  readonly passwordAt: number | undefined;
}

/** Displays under way, and the pooling areas people chose for them. */
@Injectable()
export class DisplayStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  /** Enters a display, in the open unit of work. */
  async open({ displayId, passwordAt, expiresAt }: Display, owner: DisplayOwner): Promise<void> {
    const { credentialNumber, channelNumber, actorNumber } = owner;
    const display = {
      credentialNumber, channelNumber, actorNumber: actorNumber ?? null, displayIndex: this.indexOf(displayId), expiresAt, passwordAt: passwordAt ?? null,
    };
    await this.work.writer().getRepository(DisplayEntity).insert(display);
  }

  /** Notes that the password was proven in a display that was opened without it. In the open unit of work. */
  async proven(displayId: DisplayId, passwordAt: number): Promise<void> {
    await this.work.writer().getRepository(DisplayEntity).update({ displayIndex: this.indexOf(displayId) }, { passwordAt });
  }

  /** INT-08: the display a refresh goes on with; an unknown, foreign or expired display id is `500005`. */
  async require(displayId: DisplayId, owner: DisplayOwner, now: number): Promise<Display> {
    const where = { ...pairOf(owner), actorNumber: owner.actorNumber ?? IsNull(), displayIndex: this.indexOf(displayId), expiresAt: MoreThan(now) };
    const row = await this.work.reader().getRepository(DisplayEntity).findOneBy(where);
    if (row === null) throw refuse('displayIdInvalid');
    return { displayId, expiresAt: row.expiresAt, passwordAt: row.passwordAt ?? undefined };
  }

  /** The pooling area chosen last. */
  async chosen(owner: DisplayOwner): Promise<string | undefined> {
    return (await this.work.reader().getRepository(PoolingChoiceEntity).findOneBy(pairOf(owner)))?.poolingArea;
  }

  /** Remembers a choice, in the open unit of work. */
  async choose(owner: DisplayOwner, poolingArea: string): Promise<void> {
    await this.work.writer().getRepository(PoolingChoiceEntity).save({ ...pairOf(owner), poolingArea });
  }

  /** Ends every display of a credential, and those in which its person shows a unit's code; forgets what was chosen for it. In the open unit of work. */
  async endOf(credentialNumber: CredentialNumber, now: number): Promise<void> {
    await this.work.writer().getRepository(PoolingChoiceEntity).delete({ credentialNumber });
    // By way of the codes, of which every display has some: they are indexed by credential and by actor.
    await this.work.writer().getRepository(DisplayEntity).createQueryBuilder().update({ expiresAt: now })
      .where(`"display_index" IN (${DISPLAYS_OF})`, { credentialNumber })
      .andWhere({ expiresAt: MoreThan(now) }).execute();
  }

  private indexOf(displayId: DisplayId): string {
    return this.protection.blindIndex('qr_code.display', displayId);
  }
}

const DISPLAYS_OF = 'SELECT "display_index" FROM "qr_code" WHERE "credential_number" = :credentialNumber OR "actor_number" = :credentialNumber';

const pairOf = ({ credentialNumber, channelNumber }: DisplayOwner) => ({ credentialNumber, channelNumber });
