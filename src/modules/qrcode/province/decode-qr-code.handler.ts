import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call, Facts } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { IDS, type Ids } from '../../../kernel/ids.js';
import { buildEcToken, ecIndexNoOf, provinceOfQrValue, type DivisionCode } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { InstitutionStore } from '../../../registry/institution/institution.store.js';
import { requireOwnOrg } from '../../../registry/institution/own-org.js';
import { TerminalStore } from '../../../registry/institution/terminal.store.js';
import { NATIONAL_GATEWAY, type NationalGateway } from '../../cross-province-exchange/province/index.js';
import { CodeDecoder, type Shower } from '../code-decoder.js';
import { DisplayPassword } from './display-password.js';
import { EcTokenStore } from './ec-token.store.js';
import { QR_CODE_SETTINGS, type QrCodeSettings } from './qr-code-settings.js';

type Row = typeof transactions.decodeQrCode;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** A.1.6, 6.4.2.2 a: an institution scanned a code. Issued here: decode here. Issued elsewhere: through national to the issuer. Then our own token. */
@Handles(transactions.decodeQrCode)
export class DecodeQrCodeHandler implements Handler<Row> {
  constructor(
    private readonly institutions: InstitutionStore, private readonly terminals: TerminalStore, private readonly decoder: CodeDecoder,
    private readonly tokens: EcTokenStore, @Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway,
    private readonly password: DisplayPassword, @Inject(QR_CODE_SETTINGS) private readonly settings: QrCodeSettings, @Inject(CLOCK) private readonly clock: Clock, @Inject(IDS) private readonly ids: Ids,
  ) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    const { input, caller } = call;
    const { orgId, businessType } = input;
    call.note({ businessType });
    requireOwnOrg(orgId, caller);
    const institution = await this.institutions.require(orgId);
    await this.requireTerminal(input);
    const elsewhere = await this.decodeElsewhere(call);
    return call.act({ subject: input.ecQrCode, facts: { orgId, businessType }, factsOf: channelOf }, async () => {
      const shower = await (elsewhere === undefined ? this.decoder.decode(input.ecQrCode) : this.decoder.accept(elsewhere));
      this.password.requireProven(shower.passwordAt, businessType);
      return this.answer(input, shower, institution.division);
    });
  }

  /** 7.2: the terminal is registered for this institution and in use. */
  private async requireTerminal({ termId, orgId }: Input): Promise<void> {
    const terminal = await this.terminals.find(termId);
    if (terminal?.orgId === orgId && terminal.standing === 'active') return;
    throw refuse('forbidden', { faults: [{ field: 'data.termId', reason: 'is no active terminal of this institution' }] });
  }

  /** 4.9: a code of another province or of the national tier (INT-12); undefined for one of ours. */
  private async decodeElsewhere(call: Call<Input, Output>): Promise<Shower | undefined> {
    const { ecQrCode, orgId, businessType } = call.input;
    const issuer = provinceOfQrValue(ecQrCode);
    if (issuer === undefined) throw refuse('qrCodeInvalid', { diagnosis: 'this is no code of an electronic credential' });
    if (issuer === this.settings.province) return undefined;
    return this.national.ask(transactions.exchangeDecode, { ecQrCode, orgId, businessType }, call.derivedId('decode'));
  }

  private async answer({ ecQrCode, orgId, businessType }: Input, shower: Shower, division: DivisionCode): Promise<Output> {
    const { idType, idNo, userName, credentialNumber, insuOrg, insuranceType, channelNumber } = shower;
    const ecToken = buildEcToken(division, this.ids.lower(30));
    const holder = { identity: { idType, idNo, userName }, credentialNumber, poolingArea: insuOrg, insuranceType, orgId, businessType, channelNumber };
    await this.tokens.issue(ecToken, holder, this.clock.now() + this.settings.tokenMs);
    return { userName, idNo, idType, ecToken, insuOrg, ecIndexNo: ecIndexNoOf(credentialNumber), chnlId: channelNumber, ecQrCode };
  }
}

/** For the journal: the channel that showed the code. */
const channelOf = ({ chnlId }: Output): Facts => (chnlId === undefined ? {} : { channelNumber: chnlId });
