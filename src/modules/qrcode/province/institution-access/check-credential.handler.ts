import { Inject } from '@nestjs/common';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import { checkResults } from '../../../../protocol/dictionaries/check-results.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../../registry/credential/credential.store.js';
import { requireOwnOrg } from '../../../../registry/institution/own-org.js';
import { NATIONAL_GATEWAY, type NationalGateway } from '../../../cross-province-exchange/province/index.js';

type Row = typeof transactions.checkCredential;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/**
 * 7.1 电子凭证有效性校验: whether a person has an activated credential; national is asked where this province knows of none. The person need not be present, so
 * the answer says no more than that, and the journal says who asked (INT-91).
 */
@Handles(transactions.checkCredential)
export class CheckCredentialHandler implements Handler<Row> {
  constructor(private readonly credentials: CredentialStore, @Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    const { input: { orgId, ...identity }, caller } = call;
    requireOwnOrg(orgId, caller);
    const activated = (await this.credentials.findOfIdentity(identity))?.state === 'activated';
    const answer = activated ? { flag: checkResults.passed.code } : await this.national.ask(transactions.exchangeCredentialCheck, identity, call.derivedId('credential'));
    return call.act({ subject: `${identity.idType} ${identity.idNo}`, facts: { orgId, flag: answer.flag } }, () => Promise.resolve(answer));
  }
}
