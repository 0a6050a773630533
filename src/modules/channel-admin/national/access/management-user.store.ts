import { Injectable } from '@nestjs/common';
import { Like, Or, type FindOperator } from 'typeorm';
import { DataProtection } from '../../../../kernel/protection/data-protection.js';
import { UnitOfWork } from '../../../../kernel/persistence/unit-of-work.js';
import { parseScope, type Scope } from '../../area.rules.js';
import { parseRole, type Role } from '../../role.rules.js';
import type { Page } from './page.js';
import { ManagementUserEntity, type PasswordOrigin, type UserStanding } from './management-user.entity.js';

/** A user as it stands in the register, without the password. */
export interface RegisteredUser {
  readonly userId: string;
  readonly name: string;
  readonly displayName: string;
  readonly scope: Scope;
  readonly roles: readonly Role[];
  readonly standing: UserStanding;
  readonly passwordOrigin: PasswordOrigin;
  readonly changedAt: number;
}

/** What may change in a user besides the password. */
export type UserChange = Partial<Pick<RegisteredUser, 'displayName' | 'scope' | 'roles' | 'standing'>>;

const contextOf = (userId: string): string => `management_user.display_name:${userId}`;

/** The users of the management centre. */
@Injectable()
export class ManagementUserStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  async find(name: string): Promise<RegisteredUser | undefined> {
    return this.opened(await this.rows().findOneBy({ name }));
  }

  async findById(userId: string): Promise<RegisteredUser | undefined> {
    return this.opened(await this.rows().findOneBy({ userId }));
  }

  /** The stored hash of a user's password. */
  async passwordHashOf(userId: string): Promise<string | undefined> {
    return (await this.rows().findOneBy({ userId }))?.passwordHash;
  }

  /** Users whose scope lies in a scope, by name. */
  async list(within: Scope, { page, pageSize }: Page): Promise<{ total: number; items: RegisteredUser[] }> {
    const [rows, total] = await this.rows().findAndCount({
      where: { scope: scopesWithin(within) }, order: { name: 'ASC' }, skip: (page - 1) * pageSize, take: pageSize,
    });
    return { total, items: rows.map((row) => this.openedRow(row)) };
  }

  /** Enters a user, in the open unit of work. */
  async insert(user: RegisteredUser, passwordHash: string): Promise<void> {
    const { scope, roles, displayName, ...rest } = user;
    await this.work.writer().getRepository(ManagementUserEntity).insert({
      ...rest, scope: scope.text, roles: roles.join(','), displayName: this.protection.seal(displayName, contextOf(user.userId)), passwordHash,
    });
  }

  /** In the open unit of work. */
  async change(userId: string, { displayName, scope, roles, standing }: UserChange, at: number): Promise<void> {
    await this.work.writer().getRepository(ManagementUserEntity).update({ userId }, {
      changedAt: at,
      ...(displayName !== undefined && { displayName: this.protection.seal(displayName, contextOf(userId)) }),
      ...(scope && { scope: scope.text }), ...(roles && { roles: roles.join(',') }), ...(standing && { standing }),
    });
  }

  /** In the open unit of work. */
  async setPassword(userId: string, passwordHash: string, passwordOrigin: PasswordOrigin, at: number): Promise<void> {
    await this.work.writer().getRepository(ManagementUserEntity).update({ userId }, { passwordHash, passwordOrigin, changedAt: at });
  }

  private rows() {
    return this.work.reader().getRepository(ManagementUserEntity);
  }

  private opened(row: ManagementUserEntity | null): RegisteredUser | undefined {
    return row === null ? undefined : this.openedRow(row);
  }

  private openedRow({ userId, name, displayName, scope, roles, standing, passwordOrigin, changedAt }: ManagementUserEntity): RegisteredUser {
    return {
      userId, name, standing, passwordOrigin, changedAt,
      displayName: this.protection.open(displayName, contextOf(userId)), scope: parseScope(scope), roles: roles.split(',').map(parseRole),
    };
  }
}

/** Scopes as they are written, whose area lies in that of `within`; no scope holds a character that LIKE reads as a wildcard. */
function scopesWithin({ kind, area }: Scope): FindOperator<string> {
  if (kind === 'national') return Like('%');
  return kind === 'province' ? Or(Like(`province:${area}`), Like(`city:${area}%`)) : Like(`city:${area}%`);
}
