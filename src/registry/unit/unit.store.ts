import { Inject, Injectable } from '@nestjs/common';
import { IDS, type Ids } from '../../kernel/ids.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { parseCredentialNumber, parseUnifiedSocialCreditCode, type CredentialNumber, type UnifiedSocialCreditCode } from '../../protocol/identifiers.js';
import { normaliseName, normaliseUnitName } from '../../protocol/identity-documents.js';
import { refuse } from '../../protocol/refusal.js';
import type { UnitKind } from '../../protocol/transactions/unit-fields.js';
import type { Mandate } from '../../protocol/transactions/unit-record.js';
import type { InsuredPlace } from '../person/insured-person.store.js';
import { UnitMandateEntity } from './unit-mandate.entity.js';
import { UnitEntity } from './unit.entity.js';

/** Which unit it is (INT-65): a change of either makes another credential. */
export interface UnitIdentity {
  readonly creditCode: UnifiedSocialCreditCode;
  readonly unitName: string;
}

/** A unit as it is entered. */
export interface UnitEntry extends UnitIdentity {
  readonly unitKind: UnitKind;
  readonly insuredPlaces: readonly InsuredPlace[];
}

export interface Unit extends UnitEntry {
  readonly unitId: string;
  /** Who may act for it: one legal representative, any number of agents. */
  readonly mandates: readonly Mandate[];
}

/** The same unit in one way only, for comparing; the register keeps the spelling in which a name was reported first. */
export function normaliseUnit({ creditCode, unitName }: UnitIdentity): UnitIdentity {
  return { creditCode, unitName: normaliseUnitName(unitName) };
}

/** Whether both are the same unit under the same name. */
export function sameUnit(left: UnitIdentity, right: UnitIdentity): boolean {
  return left.creditCode === right.creditCode && normaliseUnitName(left.unitName) === normaliseUnitName(right.unitName);
}

/** The register of units, their pooling areas and who acts for them. National holds the master, a province what it was told. */
@Injectable()
export class UnitStore {
  constructor(private readonly work: UnitOfWork, @Inject(IDS) private readonly ids: Ids) {}

  async find(unitId: string): Promise<Unit | undefined> {
    return this.opened(await this.units().findOneBy({ unitId }));
  }

  async findByCode(creditCode: UnifiedSocialCreditCode): Promise<Unit | undefined> {
    return this.opened(await this.units().findOneBy({ creditCode }));
  }

  /** The unit somebody named: unknown is `500050`, known under another name `500028`. */
  async require(identity: UnitIdentity): Promise<Unit> {
    const unit = await this.findByCode(identity.creditCode);
    if (unit === undefined) throw refuse('personNotFound', { faults: [{ field: 'data.creditCode', reason: 'is of no unit in the register' }] });
    if (!sameUnit(unit, identity)) throw refuse('realNameFailed', { faults: [{ field: 'data.unitName', reason: 'is not the name in the register' }] });
    return unit;
  }

  /** The units a person may act for. */
  async findOfPerson(credentialNumber: CredentialNumber): Promise<Unit[]> {
    const rows = await this.work.reader().getRepository(UnitMandateEntity).find({ where: { credentialNumber }, order: { unitId: 'ASC' } });
    const units = await Promise.all(rows.map((row) => this.find(row.unitId)));
    return units.filter((unit) => unit !== undefined);
  }

  /** Enters a unit, or changes the one with this id. Gives its id. In the open unit of work. */
  async put({ creditCode, unitName, unitKind, insuredPlaces }: UnitEntry, unitId = this.ids.id()): Promise<string> {
    await this.work.writer().getRepository(UnitEntity).save({
      unitId, creditCode, unitName: normaliseName(unitName), unitKind, insuredPlaces: JSON.stringify(insuredPlaces),
    });
    return unitId;
  }

  /** Makes these the only ones who may act for a unit. In the open unit of work. */
  async replaceMandates(unitId: string, mandates: readonly Mandate[]): Promise<void> {
    const rows = this.work.writer().getRepository(UnitMandateEntity);
    await rows.delete({ unitId });
    await rows.insert(mandates.map((mandate) => ({ unitId, ...mandate })));
  }

  private units() {
    return this.work.reader().getRepository(UnitEntity);
  }

  private async opened(row: UnitEntity | null): Promise<Unit | undefined> {
    if (row === null) return undefined;
    const { unitId, unitName, unitKind } = row;
    const where = { unitId };
    const mandates = await this.work.reader().getRepository(UnitMandateEntity).find({ where, order: { role: 'DESC', credentialNumber: 'ASC' } });
    return {
      unitId, unitName, unitKind, creditCode: parseUnifiedSocialCreditCode(row.creditCode), insuredPlaces: JSON.parse(row.insuredPlaces) as InsuredPlace[],
      mandates: mandates.map(({ credentialNumber, role }) => ({ credentialNumber: parseCredentialNumber(credentialNumber), role })),
    };
  }
}
