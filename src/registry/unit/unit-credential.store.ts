import { Injectable } from '@nestjs/common';
import type { CredentialNumber } from '../../protocol/identifiers.js';
import type { CredentialState } from '../../protocol/transactions/credential-record.js';
import type { UnitRecord } from '../../protocol/transactions/unit-record.js';
import { CredentialLifeStore, type CredentialLife } from '../credential/credential-life.store.js';
import { FormerIdentityStore } from '../person/former-identity.store.js';
import { MandateWatch } from './mandate-watch.js';
import { UnitStore } from './unit.store.js';

/** The credentials of units (notice 一). National holds the master, a province what it was told. A person's credential stands in no register here. */
@Injectable()
export class UnitCredentialStore {
  constructor(
    private readonly lives: CredentialLifeStore, private readonly units: UnitStore, private readonly former: FormerIdentityStore,
    private readonly watch: MandateWatch,
  ) {}

  /** A credential with its unit, as it is told to provinces; a superseded one carries the name and code it was made for. */
  async find(credentialNumber: CredentialNumber): Promise<UnitRecord | undefined> {
    const life = await this.lifeOfUnit(credentialNumber);
    const unit = life && (await this.units.find(life.subjectId));
    if (life === undefined || unit === undefined) return undefined;
    const { state, changedAt } = life;
    const { creditCode, unitName } = (state === 'superseded' ? await this.former.findUnit(credentialNumber) : undefined) ?? unit;
    const { unitKind, insuredPlaces, mandates } = unit;
    return { credentialNumber, state, creditCode, unitName, unitKind, insuredPlaces: [...insuredPlaces], mandates: [...mandates], changedAt };
  }

  /** The credential of a unit that is not superseded: from its registration on every unit has one. */
  async requireOfUnit(unitId: string): Promise<{ credentialNumber: CredentialNumber; state: CredentialState }> {
    const current = await this.lives.findCurrent(unitId);
    if (current === undefined) throw new Error('a unit has no credential');
    return current;
  }

  /** Enters a credential that is not activated yet. In the open unit of work. */
  async register(credentialNumber: CredentialNumber, unitId: string, at: number): Promise<void> {
    await this.lives.register(credentialNumber, { subjectKind: 'unit', subjectId: unitId }, at);
  }

  /** 4.4: ends a credential, and keeps the name and code it was made for. Call it before those change, in the open unit of work. */
  async supersede(credentialNumber: CredentialNumber, at: number): Promise<void> {
    const life = await this.lifeOfUnit(credentialNumber);
    const unit = life && (await this.units.find(life.subjectId));
    if (unit === undefined) throw new Error('a credential has no unit');
    await this.former.keepUnit(credentialNumber, unit.unitId, unit, await this.lives.supersede(credentialNumber, at));
  }

  /** Takes over what national says of a credential; an older word does not replace a newer one. In the open unit of work. */
  async takeOver(record: UnitRecord): Promise<void> {
    const { credentialNumber, state, changedAt } = record;
    const known = await this.lifeOfUnit(credentialNumber);
    if (known !== undefined && known.changedAt > changedAt) return;
    const subjectId = state === 'superseded' ? (known?.subjectId ?? (await this.unitOfEnded(record))) : await this.takeOverUnit(record);
    await this.lives.put({ credentialNumber, subjectKind: 'unit', subjectId, state, changedAt });
  }

  /** What stands here of the unit becomes what national says of it; who may act for it no more shows nothing of it any more. */
  private async takeOverUnit(record: UnitRecord): Promise<string> {
    const known = await this.units.findByCode(record.creditCode);
    const unitId = await this.units.put(record, known?.unitId);
    await this.units.replaceMandates(unitId, record.mandates);
    const ended = (known?.mandates ?? []).filter((each) => !record.mandates.some((now) => now.credentialNumber === each.credentialNumber));
    for (const each of ended) await this.watch.tell(record.credentialNumber, each.credentialNumber);
    return unitId;
  }

  /** A superseded credential says nothing about the unit any more. */
  private async unitOfEnded(record: UnitRecord): Promise<string> {
    return (await this.units.findByCode(record.creditCode))?.unitId ?? this.units.put(record);
  }

  private async lifeOfUnit(credentialNumber: CredentialNumber): Promise<CredentialLife | undefined> {
    const life = await this.lives.find(credentialNumber);
    return life?.subjectKind === 'unit' ? life : undefined;
  }
}
