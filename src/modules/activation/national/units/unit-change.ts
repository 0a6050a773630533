import { Inject, Injectable } from '@nestjs/common';
import {
  CREDENTIAL_NUMBERS, UNIT_CREDENTIAL_NUMBERS, type CredentialNumbers, type UnitCredentialNumbers,
} from '../../../../registry/credential/credential-number.js';
import type { Identity } from '../../../../registry/person/insured-person.store.js';
import { UnitCredentialStore } from '../../../../registry/unit/unit-credential.store.js';
import { UnitNotices } from '../../../../registry/unit/unit-notices.js';
import { UnitRepresentativeStore } from '../../../../registry/unit/unit-representative.store.js';
import { UnitStore, type Unit, type UnitIdentity } from '../../../../registry/unit/unit.store.js';
import { ChannelAuthorizations } from '../../../authorization/national/index.js';

/** 4.4 变更后重新激活, for a unit (INT-68), at the national tier. */
@Injectable()
export class UnitChange {
  constructor(
    private readonly units: UnitStore, private readonly credentials: UnitCredentialStore, private readonly representatives: UnitRepresentativeStore,
    private readonly authorizations: ChannelAuthorizations, private readonly notices: UnitNotices,
    @Inject(CREDENTIAL_NUMBERS) private readonly personNumberOf: CredentialNumbers,
    @Inject(UNIT_CREDENTIAL_NUMBERS) private readonly unitNumberOf: UnitCredentialNumbers,
  ) {}

  /** Ends the credential and every mandate, and registers the unit as it is from now on, in the open unit of work. */
  async carryOut(unit: Unit, next: UnitIdentity, representative: Identity, at: number): Promise<void> {
    const { unitId } = unit;
    await this.endCredential(unitId, at);
    await this.units.put({ ...unit, ...next }, unitId);
    await this.representatives.put(unitId, representative);
    await this.units.replaceMandates(unitId, [{ credentialNumber: this.personNumberOf(representative), role: 'representative' }]);
    await this.credentials.register(this.unitNumberOf(next), unitId, at);
  }

  /** Authorizations go with it; who was told that it is activated is told that it is over. */
  private async endCredential(unitId: string, at: number): Promise<void> {
    const { credentialNumber, state } = await this.credentials.requireOfUnit(unitId);
    await this.authorizations.revokeAll(credentialNumber, at);
    await this.credentials.supersede(credentialNumber, at);
    if (state === 'activated') await this.notices.tellState(credentialNumber);
  }
}
