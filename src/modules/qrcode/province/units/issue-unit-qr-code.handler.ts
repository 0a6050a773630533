import { Inject } from '@nestjs/common';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { requireAdmitted } from '../../../../registry/policy/presentation-policy.js';
import { requireMandate } from '../../../../registry/unit/mandate.rules.js';
import { businessOf, CodeIssuer, codesIn } from '../../code-issuer.js';
import { DisplayPassword } from '../display-password.js';
import { PersonHolders } from '../person-holders.js';
import { QR_CODE_SETTINGS, type QrCodeSettings } from '../qr-code-settings.js';
import { UnitHolders } from './unit-holders.js';

type Row = typeof transactions.issueUnitQrCode;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/**
 * 6.2.2.2, INT-67: shows a unit's code at the business place. The channel must be allowed the credential of the person who acts and that of the unit, and
 * the person must be its legal representative or one of its agents (INT-66).
 */
@Handles(transactions.issueUnitQrCode)
export class IssueUnitQrCodeHandler implements Handler<Row> {
  constructor(
    private readonly persons: PersonHolders, private readonly units: UnitHolders, private readonly issuer: CodeIssuer,
    private readonly password: DisplayPassword, @Inject(QR_CODE_SETTINGS) private readonly settings: QrCodeSettings,
  ) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    const { input, caller } = call;
    call.note(businessOf(input));
    const person = await this.persons.require(call, input.authorizationCode);
    const unit = await this.units.require(call, input.unitAuthorizationCode);
    const { credentialNumber: actor } = person.credential;
    requireMandate(unit.credential, actor);
    requireAdmitted(this.settings.admits, ['qrCode']);
    const plan = await this.issuer.planForUnit(unit.credential, actor, caller.ownerId, input);
    const passwordAt = plan.place && (await this.password.provenAt(call, actor, plan.refreshed));
    return call.act({ subject: unit.credential.credentialNumber, facts: businessOf(input), factsOf: codesIn }, async () => {
      await this.persons.confirm(call, person);
      requireMandate((await this.units.confirm(call, unit)).credential, actor);
      return this.issuer.show(plan, passwordAt);
    });
  }
}
