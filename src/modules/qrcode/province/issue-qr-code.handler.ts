import { Inject } from '@nestjs/common';
import type { Call, Facts } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { parseChannelNumber } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import type { AuthorizationRecord } from '../../../protocol/transactions/authorization-record.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { ChannelStore } from '../../../registry/channel/channel.store.js';
import { CredentialHolders } from '../../../registry/credential/credential-holders.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { requireAdmitted } from '../../../registry/policy/presentation-policy.js';
import { ChannelAuthorizationStore, requireGranted, requireNotRevoked, requireOwnCode } from '../../authorization/province/index.js';
import { NATIONAL_GATEWAY, type NationalGateway } from '../../cross-province-exchange/province/index.js';
import { CodeIssuer, codesIn } from '../code-issuer.js';
import { presentationsOf, requireActivated, requireCovered } from '../display.rules.js';
import { DisplayPassword } from './display-password.js';
import { QR_CODE_SETTINGS, type QrCodeSettings } from './qr-code-settings.js';

type Row = typeof transactions.issueQrCode;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** Who stands behind an authorization code, and whether national had to be asked. */
interface Known {
  readonly credential: CredentialRecord;
  readonly authorization: AuthorizationRecord;
  readonly fetched: boolean;
}

/** 6.2.2.2: shows a code at the business place. Known here: issue. Unknown: fetch from national, keep, issue. Several pooling areas: ask first. */
@Handles(transactions.issueQrCode)
export class IssueQrCodeHandler implements Handler<Row> {
  constructor(
    private readonly channels: ChannelStore, private readonly authorizations: ChannelAuthorizationStore,
    private readonly credentials: CredentialStore, private readonly holders: CredentialHolders, private readonly issuer: CodeIssuer,
    private readonly password: DisplayPassword, @Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway,
    @Inject(QR_CODE_SETTINGS) private readonly settings: QrCodeSettings,
  ) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    const { input, caller } = call;
    call.note(businessOf(input));
    requireCovered(input.password, call.encrypted);
    const known = (await this.findHere(input)) ?? (await this.fetch(call));
    requireOwnCode(known.authorization, caller.ownerId);
    await this.requireUsable(known);
    const plan = await this.issuer.plan(known.credential, caller.ownerId, input);
    for (const each of presentationsOf(plan.symbol)) requireAdmitted(this.settings.admits, [each], 'data.symbol');
    const passwordAt = plan.place && (await this.password.provenAt(call, known.credential.credentialNumber, plan.refreshed));
    const deed = { subject: known.credential.credentialNumber, facts: businessOf(input), factsOf: codesIn };
    return call.act(deed, async () => {
      if (known.fetched) await this.keep(known);
      // An end of the credential or of the authorization may have arrived since the look (INT-45).
      await this.requireUsable((await this.findHere(input)) ?? known);
      return this.issuer.show(plan, passwordAt);
    });
  }

  private async findHere({ authorizationCode }: Input): Promise<Known | undefined> {
    const authorization = await this.authorizations.find(authorizationCode);
    const credential = authorization && (await this.credentials.find(authorization.credentialNumber));
    return authorization && credential && { authorization, credential, fetched: false };
  }

  private async fetch(call: Call<Input, Output>): Promise<Known> {
    const question = { authorizationCode: call.input.authorizationCode, channelNumber: parseChannelNumber(call.caller.ownerId) };
    const { credential, authorization } = await this.national.ask(transactions.exchangeCredential, question, call.derivedId('credential'));
    return { credential, authorization, fetched: true };
  }

  /** What contradicts the register is not kept: `500041`, and no code is shown. // INT-117 */
  private async keep({ credential, authorization }: Known): Promise<void> {
    await this.holders.requireSame(credential, 'credentialSaveFailed');
    await this.credentials.takeOver(credential);
    await this.authorizations.put(authorization);
  }

  private async requireUsable({ authorization, credential }: Known): Promise<void> {
    await this.requireAuthorized(authorization);
    requireActivated(credential);
    requireNotRevoked(authorization);
  }

  /** 4.5, 4.6: the official channel needs no authorization, a third-party channel does. */
  private async requireAuthorized(authorization: AuthorizationRecord): Promise<void> {
    const channel = await this.channels.find(authorization.channelNumber);
    if (channel === undefined) throw refuse('channelNotFound');
    if (channel.kind === 'third-party') requireGranted(authorization);
  }
}

const businessOf = ({ businessType }: Input): Facts => (businessType === undefined ? {} : { businessType });
