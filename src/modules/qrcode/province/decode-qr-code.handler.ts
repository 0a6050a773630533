import { Inject } from '@nestjs/common';
import type { Call, Facts } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { requireAdmitted } from '../../../registry/policy/presentation-policy.js';
import { NATIONAL_GATEWAY, type NationalGateway } from '../../cross-province-exchange/province/index.js';
import { CodeDecoder, type Shower } from '../code-decoder.js';
import { issuedElsewhere, presentationsOf } from '../display.rules.js';
import { DisplayPassword } from './display-password.js';
import { InstitutionCounter, type PresentedAnswer } from './institution-counter.js';
import { QR_CODE_SETTINGS, type QrCodeSettings } from './qr-code-settings.js';

type Row = typeof transactions.decodeQrCode;
type Input = ShapeType<Row['input']>;

/** A.1.6, 6.4.2.2 a: an institution scanned a code. Issued here: decode here. Issued elsewhere: through national to the issuer. Then our own token. */
@Handles(transactions.decodeQrCode)
export class DecodeQrCodeHandler implements Handler<Row> {
  constructor(
    private readonly counter: InstitutionCounter, private readonly decoder: CodeDecoder, private readonly password: DisplayPassword,
    @Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway, @Inject(QR_CODE_SETTINGS) private readonly settings: QrCodeSettings,
  ) {}

  async handle(call: Call<Input, PresentedAnswer>): Promise<PresentedAnswer> {
    const { input: { orgId, businessType, ecQrCode }, input, caller } = call;
    call.note({ businessType });
    const { division, facts } = await this.counter.require(input, caller);
    const elsewhere = await this.decodeElsewhere(call);
    return call.act({ subject: ecQrCode, facts: { orgId, businessType, ...facts }, factsOf: channelOf }, async () => {
      const shower = await (elsewhere === undefined ? this.decoder.decode(ecQrCode, orgId) : this.decoder.accept(elsewhere));
      // Of two symbols on one screen, nobody can say which was scanned.
      requireAdmitted(this.settings.admits, presentationsOf(shower.symbol), 'data.ecQrCode');
      this.password.requireProven(shower.passwordAt, businessType);
      return this.counter.answer({ orgId, businessType, division }, { ...shower, ecQrCode });
    });
  }

  /** 4.9: a code of another province or of the national tier (INT-12); undefined for one of ours. */
  private async decodeElsewhere(call: Call<Input, PresentedAnswer>): Promise<Shower | undefined> {
    const { ecQrCode, orgId, businessType } = call.input;
    if (!issuedElsewhere(ecQrCode, this.settings.province)) return undefined;
    return this.national.ask(transactions.exchangeDecode, { ecQrCode, orgId, businessType }, call.derivedId('decode'));
  }
}

/** For the journal: the channel that showed the code. */
const channelOf = ({ chnlId }: PresentedAnswer): Facts => (chnlId === undefined ? {} : { channelNumber: chnlId });
