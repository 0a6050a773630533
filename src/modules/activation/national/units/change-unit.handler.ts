import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import type { Caller } from '../../../../kernel/dispatch/caller.js';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import { provinceOfDivision } from '../../../../protocol/identifiers.js';
import { requireValidNumber } from '../../../../protocol/identity-documents.js';
import { refuse, refuseField } from '../../../../protocol/refusal.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { CredentialLifeStore } from '../../../../registry/credential/credential-life.store.js';
import {
  CREDENTIAL_NUMBERS, UNIT_CREDENTIAL_NUMBERS, type CredentialNumbers, type UnitCredentialNumbers,
} from '../../../../registry/credential/credential-number.js';
import { roleIn } from '../../../../registry/unit/mandate.rules.js';
import { sameUnit, UnitStore, type Unit, type UnitIdentity } from '../../../../registry/unit/unit.store.js';

import { UnitChange } from './unit-change.js';

type Row = typeof transactions.changeUnit;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** 4.4, INT-68: name, credit code or legal representative of a unit have changed. What was made for the former ones is over everywhere. */
@Handles(transactions.changeUnit)
export class ChangeUnitHandler implements Handler<Row> {
  constructor(
    private readonly units: UnitStore, private readonly lives: CredentialLifeStore, private readonly change: UnitChange,
    @Inject(CREDENTIAL_NUMBERS) private readonly personNumberOf: CredentialNumbers,
    @Inject(UNIT_CREDENTIAL_NUMBERS) private readonly unitNumberOf: UnitCredentialNumbers, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async handle({ input, caller, act }: Call<Input, Output>): Promise<Output> {
    requireValidNumber(input);
    const next = { creditCode: input.newCreditCode, unitName: input.newUnitName };
    const { unitId } = await this.units.require(input);
    return act({ subject: unitId }, async () => {
      const unit = await this.units.require(input);
      requireOwnUnit(caller, unit);
      this.requireDifferent(unit, next, input);
      await this.requireFree(next, unit);
      await this.change.carryOut(unit, next, input, this.clock.now());
      return { credentialState: 'registered' as const };
    });
  }

  private requireDifferent(unit: Unit, next: UnitIdentity, representative: Input): void {
    if (!sameUnit(unit, next) || roleIn(unit, this.personNumberOf(representative)) !== 'representative') return;
    throw refuseField('data.newUnitName', 'name, credit code and legal representative are the same as before');
  }

  /** Neither the code nor the number that follows from code and name is another unit's, now or formerly. Else `-2`. */
  private async requireFree(next: UnitIdentity, { unitId }: Unit): Promise<void> {
    const holders = [(await this.units.findByCode(next.creditCode))?.unitId, (await this.lives.find(this.unitNumberOf(next)))?.subjectId];
    if (holders.some((holder) => holder !== undefined && holder !== unitId)) throw refuseField('data.newCreditCode', 'is or was the code of another unit');
  }
}

/** A province changes the data of units registered in it; else `-4`. */
function requireOwnUnit({ kind, ownerId }: Caller, { insuredPlaces }: Unit): void {
  if (kind !== 'province' || insuredPlaces.some((place) => provinceOfDivision(place.poolingArea) === ownerId)) return;
  throw refuse('forbidden', { faults: [{ field: 'data.creditCode', reason: `is of no unit registered in province ${ownerId}` }] });
}
