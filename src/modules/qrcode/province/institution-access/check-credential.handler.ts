import { Inject } from '@nestjs/common';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import { checkResults } from '../../../../protocol/dictionaries/check-results.js';
import { normaliseIdNo } from '../../../../protocol/identity-documents.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../../registry/credential/credential.store.js';
import { requireOwnOrg } from '../../../../registry/institution/own-org.js';
import type { Identity } from '../../../../registry/person/insured-person.store.js';
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
    const flag = (await this.isActivatedHere(identity)) ? checkResults.passed.code : await this.flagOfNational(identity, call.derivedId('credential'));
    const subject = `${identity.idType} ${normaliseIdNo(identity.idType, identity.idNo)}`;
    return call.act({ subject, facts: { orgId, flag } }, () => Promise.resolve({ flag }));
  }

  private async isActivatedHere(identity: Identity): Promise<boolean> {
    return (await this.credentials.findOfIdentity(identity))?.state === 'activated';
  }

  private async flagOfNational(identity: Identity, requestId: string): Promise<string> {
    return (await this.national.ask(transactions.exchangeCredentialCheck, identity, requestId)).flag;
  }
}
