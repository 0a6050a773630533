import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import { IDS, type Ids } from '../../../../kernel/ids.js';
import { buildEcToken, ecIndexNoOf, type DivisionCode } from '../../../../protocol/identifiers.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { requireAdmitted } from '../../../../registry/policy/presentation-policy.js';
import { NATIONAL_GATEWAY, type NationalGateway } from '../../../cross-province-exchange/province/index.js';
import { issuedElsewhere } from '../../display.rules.js';
import { DisplayPassword } from '../display-password.js';
import { EcTokenStore } from '../ec-token.store.js';
import { InstitutionCounter } from '../institution-counter.js';
import { QR_CODE_SETTINGS, type QrCodeSettings } from '../qr-code-settings.js';
import { UnitCodeDecoder, type UnitShower } from './unit-code-decoder.js';

type Row = typeof transactions.decodeUnitQrCode;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** A.1.6, INT-67: an institution scanned a unit's code for business of units. Issued here or through national to the issuer, then our own token. */
@Handles(transactions.decodeUnitQrCode)
export class DecodeUnitQrCodeHandler implements Handler<Row> {
  constructor(
    private readonly counter: InstitutionCounter, private readonly decoder: UnitCodeDecoder, private readonly tokens: EcTokenStore,
    private readonly password: DisplayPassword, @Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway,
    @Inject(QR_CODE_SETTINGS) private readonly settings: QrCodeSettings, @Inject(CLOCK) private readonly clock: Clock, @Inject(IDS) private readonly ids: Ids,
  ) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    const { input: { orgId, businessType, ecQrCode }, input, caller } = call;
    call.note({ businessType });
    const { division, facts } = await this.counter.require(input, caller);
    requireAdmitted(this.settings.admits, ['qrCode'], 'data.ecQrCode');
    const elsewhere = await this.decodeElsewhere(call);
    return call.act({ subject: ecQrCode, facts: { orgId, businessType, ...facts }, factsOf: ({ chnlId }) => ({ channelNumber: chnlId }) }, async () => {
      const shower = await (elsewhere === undefined ? this.decoder.decode(ecQrCode) : this.decoder.accept(elsewhere));
      this.password.requireProven(shower.passwordAt, businessType);
      return this.answer(input, shower, division);
    });
  }

  private async decodeElsewhere(call: Call<Input, Output>): Promise<UnitShower | undefined> {
    const { ecQrCode, orgId, businessType } = call.input;
    if (!issuedElsewhere(ecQrCode, this.settings.province)) return undefined;
    return this.national.ask(transactions.exchangeUnitDecode, { ecQrCode, orgId, businessType }, call.derivedId('decode'));
  }

  private async answer({ ecQrCode, orgId, businessType }: Input, shower: UnitShower, division: DivisionCode): Promise<Output> {
    const { credentialNumber, creditCode, unitName, unitKind, insuOrg, insuranceType, channelNumber, role, userName } = shower;
    const ecToken = buildEcToken(division, this.ids.lower(30));
    const holder = { unit: { creditCode, unitName }, credentialNumber, poolingArea: insuOrg, insuranceType, orgId, businessType, channelNumber };
    await this.tokens.issueForUnit(ecToken, holder, this.clock.now() + this.settings.tokenMs);
    return { creditCode, unitName, unitKind, ecToken, insuOrg, ecIndexNo: ecIndexNoOf(credentialNumber), role, userName, chnlId: channelNumber, ecQrCode };
  }
}
