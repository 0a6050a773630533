import { Injectable } from '@nestjs/common';
import { transactions } from '../../../../protocol/transactions/index.js';
import { InstitutionStore } from '../../../../registry/institution/institution.store.js';
import { requireInstitutionStep, type InstitutionAct } from '../../institution-standing.rules.js';
import { ManagementActs } from '../access/management-acts.js';
import type { ManagementUser } from '../access/management-user.js';
import { ProvinceNotices } from '../province-notices.js';

/** 7.1, INT-90: what happens to an institution after it was entered. Its own province is told, and there it takes effect: nobody else lets it in. */
@Injectable()
export class InstitutionLifecycle {
  constructor(private readonly institutions: InstitutionStore, private readonly notices: ProvinceNotices, private readonly acts: ManagementActs) {}

  /** Suspends, resumes or closes an institution. */
  async change(user: ManagementUser, orgId: string, act: InstitutionAct, reason: string): Promise<void> {
    await this.acts.perform(user, { act: `management.institution.${act}`, subject: orgId, facts: { reason } }, async () => {
      const known = await this.institutions.record(orgId);
      const record = { ...known, standing: requireInstitutionStep(act, known.standing) };
      await this.institutions.put(record);
      await this.notices.toProvinceOf(record.division, orgId, transactions.syncInstitution, { record });
    });
  }
}
