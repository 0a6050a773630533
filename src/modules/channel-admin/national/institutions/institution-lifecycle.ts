import { Injectable } from '@nestjs/common';
import { refuseField } from '../../../../protocol/refusal.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import type { AccessProfile, InstitutionRecord } from '../../../../protocol/transactions/register-institution.js';
import { InstitutionStore } from '../../../../registry/institution/institution.store.js';
import { WrongState } from '../../wrong-state.rules.js';
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
    await this.rewrite(user, orgId, act, { reason }, (known) => ({ ...known, standing: requireInstitutionStep(act, known.standing) }));
  }

  /** How an institution may talk. */
  async profile(orgId: string): Promise<AccessProfile> {
    const { application: { signTypes, encTypes, signingForms } } = await this.institutions.record(orgId);
    return { signTypes, encTypes, signingForms };
  }

  /** INT-140: says anew how an institution may talk. Its keys stay. */
  async allow(user: ManagementUser, orgId: string, profile: AccessProfile): Promise<void> {
    requireUsable(profile);
    const { signTypes, encTypes, signingForms } = profile;
    await this.rewrite(user, orgId, 'profile', { signTypes: signTypes.join(), encTypes: encTypes.join() }, (known) => {
      if (known.standing === 'retired') throw new WrongState('institutionNotFound', 'the institution was closed');
      return { ...known, application: { ...known.application, signTypes, encTypes, signingForms } };
    });
  }

  private async rewrite(
    user: ManagementUser, orgId: string, act: InstitutionAct | 'profile', facts: Record<string, string>, rewritten: (known: InstitutionRecord) => InstitutionRecord,
  ): Promise<void> {
    await this.acts.perform(user, { act: `management.institution.${act}`, subject: orgId, facts }, async () => {
      const record = rewritten(await this.institutions.record(orgId));
      await this.institutions.put(record);
      await this.notices.toProvinceOf(record.division, orgId, transactions.syncInstitution, { record });
    });
  }
}

/** Without a signature nothing is encrypted either: who may only speak so must be allowed clear data. Else `-2`. */
function requireUsable({ signTypes, encTypes }: AccessProfile): void {
  if (signTypes.includes('plain') && !encTypes.includes('plain')) throw refuseField('encTypes', 'must name plain where signTypes names it');
}
