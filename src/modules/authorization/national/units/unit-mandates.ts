import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import type { CredentialNumber } from '../../../../protocol/identifiers.js';
import type { Mandate, UnitRecord } from '../../../../protocol/transactions/unit-record.js';
import { CredentialLifeStore } from '../../../../registry/credential/credential-life.store.js';
import { SupersessionWatch } from '../../../../registry/credential/supersession-watch.js';
import { roleIn, withoutAgent } from '../../../../registry/unit/mandate.rules.js';
import { UnitCredentialStore } from '../../../../registry/unit/unit-credential.store.js';
import { UnitNotices } from '../../../../registry/unit/unit-notices.js';
import { UnitStore } from '../../../../registry/unit/unit.store.js';

/** Who acts for a unit (INT-66), at the national tier. Every province that holds the unit learns of what changes. */
@Injectable()
export class UnitMandates implements OnModuleInit {
  constructor(
    private readonly units: UnitStore, private readonly credentials: UnitCredentialStore, private readonly lives: CredentialLifeStore,
    private readonly notices: UnitNotices, private readonly watch: SupersessionWatch, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.watch.add((credentialNumber) => this.endAgent(credentialNumber));
  }

  /** Makes these the mandates of a unit whose credential is in use. Gives the moment. In the open unit of work. */
  async replace(unit: UnitRecord, mandates: readonly Mandate[]): Promise<number> {
    const { unitId } = await this.units.require(unit);
    return this.put(unitId, mandates);
  }

  /** INT-68: an agent whose own credential has ended (4.4) acts no more. */
  private async endAgent(person: CredentialNumber): Promise<void> {
    const units = (await this.units.findOfPerson(person)).filter((unit) => roleIn(unit, person) === 'agent');
    for (const unit of units) await this.put(unit.unitId, withoutAgent(unit, person));
  }

  private async put(unitId: string, mandates: readonly Mandate[]): Promise<number> {
    const at = this.clock.now();
    const { credentialNumber } = await this.credentials.requireOfUnit(unitId);
    await this.units.replaceMandates(unitId, mandates);
    await this.lives.touch(credentialNumber, at);
    await this.notices.tellState(credentialNumber);
    return at;
  }
}
