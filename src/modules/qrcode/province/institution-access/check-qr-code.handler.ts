import { Inject } from '@nestjs/common';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import { checkResults } from '../../../../protocol/dictionaries/check-results.js';
import { provinceOfQrValue } from '../../../../protocol/identifiers.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { requireOwnOrg } from '../../../../registry/institution/own-org.js';
import { NATIONAL_GATEWAY, type NationalGateway } from '../../../cross-province-exchange/province/index.js';
import { CodeDecoder, type CheckedCode } from '../../code-decoder.js';
import { isProvenFor, presentationsOf } from '../../display.rules.js';
import { QR_CODE_SETTINGS, type QrCodeSettings } from '../qr-code-settings.js';
import { TerminalAccess } from './terminal-access.js';

type Row = typeof transactions.checkQrCode;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

const FAILED = { flag: checkResults.failed.code };

/** 7.1 二维码校验: whether a scan would be taken. The issuer alone knows (4.9); the code stays unused, and nothing is written anywhere. */
@Handles(transactions.checkQrCode)
export class CheckQrCodeHandler implements Handler<Row> {
  constructor(
    private readonly access: TerminalAccess, private readonly decoder: CodeDecoder, @Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway,
    @Inject(QR_CODE_SETTINGS) private readonly settings: QrCodeSettings,
  ) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    const { input, caller } = call;
    requireOwnOrg(input.orgId, caller);
    await this.access.require(input);
    const { flag, expiresAt, passwordAt, symbol } = await this.check(call);
    const admitted = symbol !== undefined && this.settings.admits(presentationsOf(symbol));
    return admitted && isProvenFor(this.settings.passwordWhen(input.businessType), passwordAt) ? { flag, expiresAt } : FAILED;
  }

  private async check(call: Call<Input, Output>): Promise<CheckedCode> {
    const { ecQrCode, orgId } = call.input;
    const issuer = provinceOfQrValue(ecQrCode);
    if (issuer === undefined) return FAILED;
    if (issuer === this.settings.province) return this.decoder.check(ecQrCode, orgId);
    return this.national.ask(transactions.exchangeQrCheck, { ecQrCode, orgId }, call.derivedId('check'));
  }
}
