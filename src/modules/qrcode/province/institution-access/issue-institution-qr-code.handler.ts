import { Inject } from '@nestjs/common';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import { refuse } from '../../../../protocol/refusal.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import type { CredentialRecord } from '../../../../protocol/transactions/credential-record.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { CredentialHolders } from '../../../../registry/credential/credential-holders.js';
import { CredentialStore } from '../../../../registry/credential/credential.store.js';
import { requireOwnOrg } from '../../../../registry/institution/own-org.js';
import { requireAdmitted } from '../../../../registry/policy/presentation-policy.js';
import { NationalPasswordCheck } from '../../../cross-province-exchange/province/index.js';
import { CodeIssuer, codesIn } from '../../code-issuer.js';
import { requireActivated } from '../../display.rules.js';
import { QR_CODE_SETTINGS, type QrCodeSettings } from '../qr-code-settings.js';
import { TerminalAccess } from './terminal-access.js';

type Row = typeof transactions.issueInstitutionQrCode;
type Output = ShapeType<Row['output']>;

/**
 * 7.1 电子凭证二维码展示 (INT-91): an institution shows a code for a person who stands there with document and password. National says whose credential it is
 * and verifies the password; the code serves this institution only, once, and a newer one voids it.
 */
@Handles(transactions.issueInstitutionQrCode)
export class IssueInstitutionQrCodeHandler implements Handler<Row> {
  constructor(
    private readonly access: TerminalAccess, private readonly presence: NationalPasswordCheck, private readonly credentials: CredentialStore,
    private readonly holders: CredentialHolders, private readonly issuer: CodeIssuer, @Inject(QR_CODE_SETTINGS) private readonly settings: QrCodeSettings,
  ) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { input, caller } = call;
    requireAdmitted(this.settings.admits, ['qrCode']);
    requireOwnOrg(input.orgId, caller);
    const facts = await this.access.require(input);
    const { idType, idNo, userName, orgId, password } = input;
    const { credential, verifiedAt } = await this.presence.present({ idType, idNo, userName, password }, call.derivedId('presence'));
    return call.act({ subject: credential.credentialNumber, facts: { orgId, ...facts }, factsOf: codesIn }, async () => {
      const plan = await this.issuer.plan(await this.keep(credential), orgId, { poolingArea: input.poolingArea });
      const { showId: _none, ...shown } = await this.issuer.show({ ...plan, shownByOrg: orgId }, verifiedAt);
      return shown;
    });
  }

  /** As this province believes it then: an end of the credential may have arrived since the question, and own places are known better here. */
  private async keep(told: CredentialRecord): Promise<CredentialRecord> {
    await this.holders.requireSame(told, 'credentialSaveFailed');
    await this.credentials.takeOver(told);
    const kept = await this.credentials.find(told.credentialNumber);
    if (kept === undefined) throw refuse('credentialNotFound');
    requireActivated(kept);
    return kept;
  }
}
