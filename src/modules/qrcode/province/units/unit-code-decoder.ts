import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import type { QrValue } from '../../../../protocol/identifiers.js';
import { refuse } from '../../../../protocol/refusal.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../../registry/credential/credential.store.js';
import { roleIn } from '../../../../registry/unit/mandate.rules.js';
import { UnitCredentialStore } from '../../../../registry/unit/unit-credential.store.js';
import { requireActivated } from '../../display.rules.js';
import { QrCodeStore } from '../../qr-code.store.js';

/** Which unit's code was shown, and by whom: what one province tells another (INT-15). */
export type UnitShower = ShapeType<typeof transactions.remoteUnitDecode.output>;

/** 4.9, INT-67: decodes the codes of units that this province has issued, for its own institutions and for others. */
@Injectable()
export class UnitCodeDecoder {
  constructor(
    private readonly codes: QrCodeStore, private readonly units: UnitCredentialStore, private readonly persons: CredentialStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Uses the code up and tells which unit it is of and who showed it. A person's code is `500049` and stays as it is. In the open unit of work. */
  async decode(value: QrValue): Promise<UnitShower> {
    const { actorNumber, poolingArea, ...code } = await this.codes.consumeOfUnit(value, this.clock.now());
    const [unit, person] = [await this.units.find(code.credentialNumber), await this.persons.find(actorNumber)];
    if (unit === undefined || person === undefined) throw refuse('credentialNotFound');
    requireActivated(unit);
    const role = roleIn(unit, actorNumber);
    if (role === undefined) throw refuse('qrCodeInvalid', { diagnosis: 'whoever shows the code may act for the unit no more' });
    const { creditCode, unitName, unitKind } = unit;
    return { ...code, creditCode, unitName, unitKind, insuOrg: poolingArea, role, userName: person.userName };
  }

  /** What another province has decoded; a credential that was superseded here meanwhile is `500049` (INT-45). In the open unit of work. */
  async accept(shower: UnitShower): Promise<UnitShower> {
    const known = await this.units.find(shower.credentialNumber);
    if (known?.state === 'superseded') throw refuse('qrCodeInvalid', { diagnosis: 'the credential was superseded' });
    return shower;
  }
}
