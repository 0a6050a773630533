import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { requireAdmitted } from '../../../registry/policy/presentation-policy.js';
import { businessOf, CodeIssuer, codesIn } from '../code-issuer.js';
import { presentationsOf, requireCovered } from '../display.rules.js';
import { DisplayPassword } from './display-password.js';
import { PersonHolders } from './person-holders.js';
import { QR_CODE_SETTINGS, type QrCodeSettings } from './qr-code-settings.js';

type Row = typeof transactions.issueQrCode;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** 6.2.2.2: shows a code at the business place. Known here: issue. Unknown: fetch from national, keep, issue. Several pooling areas: ask first. */
@Handles(transactions.issueQrCode)
export class IssueQrCodeHandler implements Handler<Row> {
  constructor(
    private readonly holders: PersonHolders, private readonly issuer: CodeIssuer, private readonly password: DisplayPassword,
    @Inject(QR_CODE_SETTINGS) private readonly settings: QrCodeSettings,
  ) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    const { input, caller } = call;
    call.note(businessOf(input));
    requireCovered(input.password, call.encrypted);
    const known = await this.holders.require(call, input.authorizationCode);
    const plan = await this.issuer.plan(known.credential, caller.ownerId, input);
    for (const each of presentationsOf(plan.symbol)) requireAdmitted(this.settings.admits, [each], 'data.symbol');
    const passwordAt = plan.place && (await this.password.provenAt(call, known.credential.credentialNumber, plan.refreshed));
    const deed = { subject: known.credential.credentialNumber, facts: businessOf(input), factsOf: codesIn };
    return call.act(deed, async () => {
      await this.holders.confirm(call, known);
      return this.issuer.show(plan, passwordAt);
    });
  }
}
