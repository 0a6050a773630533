import { Inject, Injectable } from '@nestjs/common';
import { sm3Hex } from '../../../../crypto/sm3.js';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import { IDS, type Ids } from '../../../../kernel/ids.js';
import { refuseField } from '../../../../protocol/refusal.js';
import { chinaDayStart } from '../../cooperation-agreement.rules.js';
import { WrongState } from '../../wrong-state.rules.js';
import { ManagementActs } from '../access/management-acts.js';
import type { ManagementUser } from '../access/management-user.js';
import { ApplicationRowStore, type ApplicationRow } from '../onboarding/application-row.store.js';
import { ChannelApplicationStore } from '../onboarding/channel-application.store.js';
import { beginsAs, type AgreementFields } from './agreement-fields.js';
import { CooperationAgreementStore, termOf, type CooperationAgreement } from './cooperation-agreement.store.js';
import { NationalAuthorizations } from './national-authorizations.js';

/** Files signed cooperation agreements with applications and ends them (notice 二(三)). */
@Injectable()
export class CooperationAgreements {
  constructor(
    private readonly store: CooperationAgreementStore, private readonly applications: ChannelApplicationStore, private readonly rows: ApplicationRowStore,
    private readonly authorizations: NationalAuthorizations, private readonly acts: ManagementActs,
    @Inject(CLOCK) private readonly clock: Clock, @Inject(IDS) private readonly ids: Ids,
  ) {}

  /** Files an agreement; channels that were let in already profit from it at once. */
  async file(user: ManagementUser, applicationId: string, fields: AgreementFields): Promise<CooperationAgreement> {
    const document = documentOf(fields);
    const row = await this.requireRow(applicationId, fields.rowNo);
    const agreement = this.agreementOf(user, row, fields, document);
    await this.requireTimely(agreement);
    const facts = { kind: agreement.kind, digest: agreement.digest };
    return this.acts.perform(user, { act: 'management.agreement.file', subject: applicationId, facts }, async () => {
      await this.requireOpen(applicationId);
      await this.store.insert(agreement, document);
      await this.authorizations.refresh(agreement.creditCode);
      return agreement;
    });
  }

  /** Ends an agreement now. Channels that need it lose their authorization (500007) everywhere. */
  async end(user: ManagementUser, agreementId: string, reason: string): Promise<CooperationAgreement> {
    return this.acts.perform(user, { act: 'management.agreement.end', subject: agreementId, facts: { reason } }, async () => {
      const agreement = await this.store.require(agreementId);
      if (termOf(agreement).until <= this.clock.now()) throw new WrongState('badRequest', 'the agreement has ended already');
      await this.store.end(agreementId, this.clock.now());
      await this.authorizations.refresh(agreement.creditCode);
      return this.store.require(agreementId);
    });
  }

  private async requireRow(applicationId: string, rowNo: number): Promise<ApplicationRow> {
    const found = (await this.rows.ofApplication(applicationId)).find((row) => row.rowNo === rowNo);
    if (found === undefined) throw refuseField('rowNo', 'is the number of no channel of this form');
    return found;
  }

  private async requireOpen(applicationId: string): Promise<void> {
    const { state } = await this.applications.require(applicationId);
    if (state === 'withdrawn' || state === 'rejected') throw new WrongState('channelAlreadyReviewed', `the application is ${state}`);
  }

  /** An agreement that begins after a gap would have to be looked at again on the day it begins; it is filed on that day. */
  private async requireTimely({ kind, creditCode, division, ...term }: CooperationAgreement): Promise<void> {
    const { from, until } = termOf(term);
    if (until <= this.clock.now()) throw refuseField('validUntil', 'has passed');
    if (until <= from) throw refuseField('validUntil', 'lies before validFrom');
    const covered = await this.authorizations.coveredUntil(kind, creditCode, division);
    if (from > covered) throw refuseField('validFrom', 'lies in the future, after what is on file; file the agreement when it begins');
  }

  private agreementOf(user: ManagementUser, row: ApplicationRow, fields: AgreementFields, document: Buffer): CooperationAgreement {
    const { kind, title, signedOn, mediaType, ourSignatory, theirSignatory, validFrom, validUntil } = fields;
    return {
      agreementId: this.ids.id(), kind, creditCode: row.creditCode, division: row.division, applicationId: row.applicationId, title, signedOn, mediaType,
      signatories: { ours: ourSignatory, theirs: theirSignatory },
      validFrom: chinaDayStart(validFrom), validUntil: validUntil === undefined ? null : chinaDayStart(validUntil, 1), endedAt: null,
      size: document.length, digest: sm3Hex(document), filedBy: user.name, filedAt: this.clock.now(),
    };
  }
}

function documentOf({ mediaType, document }: AgreementFields): Buffer {
  const bytes = Buffer.from(document, 'base64');
  if (!beginsAs(mediaType, bytes)) throw refuseField('document', `does not begin as ${mediaType} does`);
  return bytes;
}
