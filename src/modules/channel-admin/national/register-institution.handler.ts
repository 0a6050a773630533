import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { IDS, type Ids } from '../../../kernel/ids.js';
import { refuseField } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { issueApplication } from '../../../registry/application/issue-application.js';
import { InstitutionStore } from '../../../registry/institution/institution.store.js';
import { ProvinceNotices } from './province-notices.js';

type Row = typeof transactions.registerInstitution;
type Output = ShapeType<Row['output']>;

/** 7.1: enters a designated institution in the national register; its province opens access at once. */
@Handles(transactions.registerInstitution)
export class RegisterInstitutionHandler implements Handler<Row> {
  constructor(
    private readonly institutions: InstitutionStore, private readonly notices: ProvinceNotices, @Inject(IDS) private readonly ids: Ids,
  ) {}

  async handle({ input, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { record: application, issued } = issueApplication(input, this.ids);
    const { orgId, name, kind, division } = input;
    return act({ subject: orgId, facts: { kind } }, async () => {
      if ((await this.institutions.find(orgId)) !== undefined) throw refuseField('data.orgId', 'is registered already');
      const record = { orgId, name, kind, division, standing: 'active' as const, application };
      await this.institutions.put(record);
      await this.notices.toProvinceOf(division, orgId, transactions.syncInstitution, { record });
      return issued;
    });
  }
}
