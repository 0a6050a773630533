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

type Row = typeof transactions.queryByMobile;

/**
 * 4.10 手机号: the person has read out the code from the short message; national says who holds the number. Guesses are limited by the tries of a code (INT-43)
 * and by how many codes may be sent (INT-62).
 */
@Handles(transactions.queryByMobile)
export class QueryByMobileHandler implements Handler<Row> {
  constructor(
    private readonly desk: PresentationDesk, private readonly lookUps: LookUps, private readonly limit: LookUpLimit,
    @Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway,
  ) {}

  async handle(call: Call<ShapeType<Row['input']>, PresentedAnswer>): Promise<PresentedAnswer> {
    const { mobile, smsCode, orgId, userName, idNo, insuOrg } = call.input;
    const institution = await this.desk.admitToToken(call, 'mobile');
    const question = { mobile, smsCode, orgId, division: institution.division, insuOrg, userName, idNo };
    const { credential } = await this.lookUps.ask(() => this.national.ask(transactions.findByMobile, question, call.derivedId('mobile')));
    return this.desk.conclude(call, institution, { credential, fetched: true }, { spend: () => this.limit.takeBack(orgId, 'mobile') });
  }
}
