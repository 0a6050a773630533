import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan, Not } from 'typeorm';
import { DataProtection } from '../../kernel/protection/data-protection.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { findForm, formName, type CanonicalForm } from '../../protocol/canonical-form.js';
import type { EncType, SignType } from '../../protocol/envelope.js';
import { parseAppId } from '../../protocol/identifiers.js';
import type { ApplicationRecord, SigningForms, Standing } from '../../protocol/transactions/application-record.js';
import { RegisteredApplicationEntity } from './registered-application.entity.js';

/** Whose application it is. */
export interface ApplicationOwner {
  readonly ownerKind: 'channel' | 'institution';
  readonly ownerId: string;
  readonly standing: Standing;
  /** When the owner's national authorization ends (epoch milliseconds); undefined where it has no end. */
  readonly authorizedUntil?: number | undefined;
}

export type RegisteredApplication = ApplicationRecord & ApplicationOwner & {
  /** Forms in which its requests matched here, the latest first; none where nothing but the documented one did. INT-111 */
  readonly knownForms: readonly CanonicalForm[];
};

/** An application as one tier tells another of it: without its owner, and without what only this tier has seen. */
export function recordOf(application: RegisteredApplication): ApplicationRecord {
  const { appId, appSecret, counterpartPublicKey, platformPrivateKey, signTypes, encTypes, signingForms, validUntil } = application;
  return { appId, appSecret, counterpartPublicKey, platformPrivateKey, signTypes, encTypes, signingForms, validUntil };
}

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
      signingForms: record.signingForms ?? null, validUntil: record.validUntil ?? null, authorizedUntil: owner.authorizedUntil ?? null,
    });
  }

  /** Keeps the forms in which an application signs, in the open unit of work. They are this tier's own knowledge: a replaced record keeps them. */
  async putKnownForms(appId: string, forms: readonly CanonicalForm[]): Promise<void> {
    await this.work.writer().getRepository(RegisteredApplicationEntity).update({ appId }, { knownForms: forms.map(formName).join(',') });
  }

  async findByAppId(appId: string): Promise<RegisteredApplication | undefined> {
    return this.opened(await this.work.reader().getRepository(RegisteredApplicationEntity).findOneBy({ appId }));
  }

  /** The application of an institution, for callers that name themselves by orgId. */
  async findByOrgId(orgId: string): Promise<RegisteredApplication | undefined> {
    return this.findInUse('institution', orgId);
  }

  /** The application of an owner whose keys were not replaced. */
  async findInUse(ownerKind: ApplicationOwner['ownerKind'], ownerId: string): Promise<RegisteredApplication | undefined> {
    return this.opened(await this.work.reader().getRepository(RegisteredApplicationEntity).findOneBy({ ownerKind, ownerId, validUntil: IsNull() }));
  }

  /** Some applications of others than this one, for whoever asks whether a key was mixed up. */
  async findOthers(appId: string, most: number): Promise<RegisteredApplication[]> {
    const rows = await this.work.reader().getRepository(RegisteredApplicationEntity).find({ where: { appId: Not(appId) }, order: { appId: 'ASC' }, take: most });
    return rows.map((row) => this.openedRow(row));
  }

  /** Applications of an owner whose keys were replaced but still work at this time. */
  async findReplaced(ownerKind: ApplicationOwner['ownerKind'], ownerId: string, now: number): Promise<RegisteredApplication[]> {
    const rows = await this.work.reader().getRepository(RegisteredApplicationEntity).findBy({ ownerKind, ownerId, validUntil: MoreThan(now) });
    return rows.map((row) => this.openedRow(row));
  }

  private opened(row: RegisteredApplicationEntity | null): RegisteredApplication | undefined {
    return row === null ? undefined : this.openedRow(row);
  }

  private openedRow(row: RegisteredApplicationEntity): RegisteredApplication {
    return {
      appId: parseAppId(row.appId), counterpartPublicKey: row.counterpartPublicKey,
      appSecret: this.protection.open(row.appSecret, contextOf('app_secret', row.appId)),
      platformPrivateKey: this.protection.open(row.platformPrivateKey, contextOf('platform_private_key', row.appId)),
      signTypes: row.signTypes.split(',') as SignType[], encTypes: row.encTypes.split(',') as EncType[],
      signingForms: (row.signingForms ?? undefined) as SigningForms | undefined,
      knownForms: (row.knownForms ?? '').split(',').flatMap((name) => findForm(name) ?? []),
      ownerKind: row.ownerKind, ownerId: row.ownerId, standing: row.standing as Standing,
      validUntil: row.validUntil ?? undefined, authorizedUntil: row.authorizedUntil ?? undefined,
    };
  }
}
