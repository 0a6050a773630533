import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { NATIONAL_GATEWAY, type NationalGateway } from '../../cross-province-exchange/province/index.js';
import type { PresentedAnswer } from '../../qrcode/province/index.js';
import { LookUpLimit } from './look-up-limit.js';
import { LookUps } from './look-ups.js';
import { PresentationDesk } from './presentation-desk.js';

type Row = typeof transactions.queryByCard;

/** 4.10 金融信息: a person presents a bank card; national knows who has bound it. */
@Handles(transactions.queryByCard)
export class QueryByCardHandler implements Handler<Row> {
  constructor(
    private readonly desk: PresentationDesk, private readonly lookUps: LookUps, private readonly limit: LookUpLimit,
    @Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway,
  ) {}

  async handle(call: Call<ShapeType<Row['input']>, PresentedAnswer>): Promise<PresentedAnswer> {
    const { cardNo, orgId } = call.input;
    const institution = await this.desk.admitToToken(call, 'bankCard');
    const { credential } = await this.lookUps.find(call, 'bankCard', () => (
      this.national.ask(transactions.findByCard, { cardNo, orgId }, call.derivedId('card'))
    ));
    return this.desk.conclude(call, institution, { credential, fetched: true }, { spend: (now) => this.limit.requireLeft(orgId, 'bankCard', now) });
  }
}
