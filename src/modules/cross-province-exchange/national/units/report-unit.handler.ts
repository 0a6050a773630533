import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import type { CredentialNumber } from '../../../../protocol/identifiers.js';
import { checkIdNumber } from '../../../../protocol/identity-documents.js';
import { refuseField } from '../../../../protocol/refusal.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { MOST_PLACES } from '../../../../protocol/transactions/unit-record.js';
import { CredentialLifeStore } from '../../../../registry/credential/credential-life.store.js';
import {
  CREDENTIAL_NUMBERS, UNIT_CREDENTIAL_NUMBERS, type CredentialNumbers, type UnitCredentialNumbers,
} from '../../../../registry/credential/credential-number.js';
import { roleIn } from '../../../../registry/unit/mandate.rules.js';
import { requireOwnArea } from '../../../../registry/province/own-area.js';
import { UnitCredentialStore } from '../../../../registry/unit/unit-credential.store.js';
import { UnitNotices } from '../../../../registry/unit/unit-notices.js';
import { UnitRepresentativeStore } from '../../../../registry/unit/unit-representative.store.js';
import { sameUnit, UnitStore, type Unit } from '../../../../registry/unit/unit.store.js';

type Row = typeof transactions.reportUnit;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/**
 * Notice 一, 二(二), INT-65: takes a unit, its legal representative and one pooling area into the national register and gives the unit a credential
 * number. What provinces were told about an activated credential is told them anew when a pooling area comes or changes.
 */
@Handles(transactions.reportUnit)
export class ReportUnitHandler implements Handler<Row> {
  constructor(
    private readonly units: UnitStore, private readonly representatives: UnitRepresentativeStore, private readonly credentials: UnitCredentialStore,
    private readonly lives: CredentialLifeStore, private readonly notices: UnitNotices, @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CREDENTIAL_NUMBERS) private readonly personNumberOf: CredentialNumbers,
    @Inject(UNIT_CREDENTIAL_NUMBERS) private readonly unitNumberOf: UnitCredentialNumbers,
  ) {}

  async handle({ input, caller, act }: Call<Input, Output>): Promise<Output> {
    requireOwnArea(caller, input.poolingArea);
    const why = checkIdNumber(input.idType, input.idNo);
    if (why !== undefined) throw refuseField('data.idNo', why);
    const credentialNumber = this.unitNumberOf(input);
    return act({ subject: credentialNumber, facts: { poolingArea: input.poolingArea } }, async () => {
      const known = await this.units.findByCode(input.creditCode);
      const unitId = known === undefined ? await this.enter(input, credentialNumber) : await this.addPlace(known, input);
      return { credentialState: (await this.credentials.requireOfUnit(unitId)).state };
    });
  }

  private async enter(input: Input, credentialNumber: CredentialNumber): Promise<string> {
    // 4.4: a unit that has another code by now is reported under that one; the former one does not come back as another unit.
    if ((await this.lives.find(credentialNumber)) !== undefined) throw refuseField('data.creditCode', 'is the former code of a unit whose data have changed');
    const { poolingArea, insuranceType } = input;
    const unitId = await this.units.put({ ...input, insuredPlaces: [{ poolingArea, insuranceType }] });
    await this.representatives.put(unitId, input);
    await this.units.replaceMandates(unitId, [{ credentialNumber: this.personNumberOf(input), role: 'representative' }]);
    await this.credentials.register(credentialNumber, unitId, this.clock.now());
    return unitId;
  }

  private async addPlace(known: Unit, input: Input): Promise<string> {
    this.requireAsKnown(known, input);
    const { poolingArea, insuranceType } = input;
    if (known.insuredPlaces.some((place) => place.poolingArea === poolingArea && place.insuranceType === insuranceType)) return known.unitId;
    const others = known.insuredPlaces.filter((place) => place.poolingArea !== poolingArea);
    if (others.length >= MOST_PLACES) throw refuseField('data.poolingArea', `a unit is registered in at most ${MOST_PLACES} pooling areas`);
    await this.units.put({ ...known, insuredPlaces: [...others, { poolingArea, insuranceType }] }, known.unitId);
    const { credentialNumber, state } = await this.credentials.requireOfUnit(known.unitId);
    if (state === 'activated') await this.tellAnew(credentialNumber);
    return known.unitId;
  }

  /** INT-68: another name, kind or legal representative is a change of the unit's data, not a report of a pooling area. Else `-2`. */
  private requireAsKnown(known: Unit, input: Input): void {
    if (!sameUnit(known, input)) throw refuseField('data.unitName', 'is not the name registered with this code');
    if (known.unitKind !== input.unitKind) throw refuseField('data.unitKind', `is not the one registered with this code, which is ${known.unitKind}`);
    if (roleIn(known, this.personNumberOf(input)) !== 'representative') throw refuseField('data.idNo', 'is not the registered legal representative\'s');
  }

  private async tellAnew(credentialNumber: CredentialNumber): Promise<void> {
    await this.lives.touch(credentialNumber, this.clock.now());
    await this.notices.tellState(credentialNumber);
  }
}
