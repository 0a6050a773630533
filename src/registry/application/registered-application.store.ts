import { Injectable } from '@nestjs/common';
import { DataProtection } from '../../kernel/protection/data-protection.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import type { EncType, SignType } from '../../protocol/envelope.js';
import { parseAppId } from '../../protocol/identifiers.js';
import type { ApplicationRecord, Standing } from '../../protocol/transactions/application-record.js';
import { RegisteredApplicationEntity } from './registered-application.entity.js';

/** Whose application it is. */
export interface ApplicationOwner {
  readonly ownerKind: 'channel' | 'institution';
  readonly ownerId: string;
  readonly standing: Standing;
}

export type RegisteredApplication = ApplicationRecord & ApplicationOwner;

const contextOf = (column: string, appId: string): string => `registered_application.${column}:${appId}`;

/** The register of applications; secrets are sealed at rest. */
@Injectable()
export class RegisteredApplicationStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  /** Enters an application or replaces it, in the open unit of work. */
  async put(record: ApplicationRecord, owner: ApplicationOwner): Promise<void> {
    await this.work.writer().getRepository(RegisteredApplicationEntity).save({
      ...owner, appId: record.appId, counterpartPublicKey: record.counterpartPublicKey,
      appSecret: this.protection.seal(record.appSecret, contextOf('app_secret', record.appId)),
      platformPrivateKey: this.protection.seal(record.platformPrivateKey, contextOf('platform_private_key', record.appId)),
      signTypes: record.signTypes.join(','), encTypes: record.encTypes.join(','),
    });
  }

  async findByAppId(appId: string): Promise<RegisteredApplication | undefined> {
    return this.opened(await this.work.reader().getRepository(RegisteredApplicationEntity).findOneBy({ appId }));
  }

  /** The application of an institution, for callers that name themselves by orgId. */
  async findByOrgId(orgId: string): Promise<RegisteredApplication | undefined> {
    const where = { ownerKind: 'institution' as const, ownerId: orgId };
    return this.opened(await this.work.reader().getRepository(RegisteredApplicationEntity).findOneBy(where));
  }

  private opened(row: RegisteredApplicationEntity | null): RegisteredApplication | undefined {
    if (row === null) return undefined;
    return {
      appId: parseAppId(row.appId), counterpartPublicKey: row.counterpartPublicKey,
      appSecret: this.protection.open(row.appSecret, contextOf('app_secret', row.appId)),
      platformPrivateKey: this.protection.open(row.platformPrivateKey, contextOf('platform_private_key', row.appId)),
      signTypes: row.signTypes.split(',') as SignType[], encTypes: row.encTypes.split(',') as EncType[],
      ownerKind: row.ownerKind, ownerId: row.ownerId, standing: row.standing as Standing,
    };
  }
}
