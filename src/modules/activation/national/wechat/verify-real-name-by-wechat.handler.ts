import { Inject } from '@nestjs/common';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import { refuse } from '../../../../protocol/refusal.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { InsuredPersonStore } from '../../../../registry/person/insured-person.store.js';
import { requireValidNumber } from '../../../../protocol/identity-documents.js';
import { OpenedHandlings } from '../opened-handlings.js';
import { WechatAccounts } from './wechat-accounts.js';
import { WECHAT_REAL_NAME, type WechatRealName } from './wechat.port.js';

type Row = typeof transactions.verifyRealNameByWechat;
type Output = ShapeType<Row['output']>;

/** 6.1.3.3 a (2.4) with WeChat as the verifier: the user who consented there is known to WeChat Pay by this name and document. Else `500028`. // INT-122 */
@Handles(transactions.verifyRealNameByWechat)
export class VerifyRealNameByWechatHandler implements Handler<Row> {
  constructor(
    private readonly people: InsuredPersonStore, private readonly handlings: OpenedHandlings, private readonly accounts: WechatAccounts,
    @Inject(WECHAT_REAL_NAME) private readonly wechat: WechatRealName,
  ) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { input, caller } = call;
    requireValidNumber(input);
    const account = this.accounts.require(caller.ownerId);
    const person = await this.people.require(input);
    const verdict = await this.wechat.verify(account, input, input);
    if (verdict === 'mismatch') throw refuse('realNameFailed', { diagnosis: 'WeChat Pay does not know the user by this name and document' });
    return this.handlings.open(call, person, input.businessPlace);
  }
}
