import { Inject, Injectable } from '@nestjs/common';
import { IDS, type Ids } from '../../../../kernel/ids.js';
import { parseChannelNumber, type AppId, type ChannelNumber } from '../../../../protocol/identifiers.js';
import { refuse, refuseField } from '../../../../protocol/refusal.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { issueApplication } from '../../../../registry/application/issue-application.js';
import { ChannelStore } from '../../../../registry/channel/channel.store.js';
import type { ManagementUser } from '../access/management-user.js';
import { NationalAuthorizations } from '../agreements/national-authorizations.js';
import { KeyHandoverStore } from '../channels/key-handover.store.js';
import { ProvinceNotices } from '../province-notices.js';
import { ApplicationRowStore, type ApplicationRow } from './application-row.store.js';
import { ChannelApplications } from './channel-applications.js';
import { ChannelApplicationStore, type ChannelApplication } from './channel-application.store.js';
import type { ChannelKeyFields, IssueFields } from './issue-fields.js';

/** What is told of an issued channel; its secrets wait for the one printing of the decision notice. */
export interface IssuedChannel {
  readonly rowNo: number;
  readonly channelNumber: ChannelNumber;
  readonly appId: AppId;
  readonly platformPublicKey: string;
}

/** 4.3, D.2: gives every channel of an approved application its channel number, APPID, SECRET and keys, and lets the provinces know. */
@Injectable()
export class IssueChannels {
  constructor(
    private readonly applications: ChannelApplications, private readonly store: ChannelApplicationStore, private readonly rows: ApplicationRowStore,
    private readonly authorizations: NationalAuthorizations, private readonly channels: ChannelStore, private readonly handovers: KeyHandoverStore,
    private readonly notices: ProvinceNotices, @Inject(IDS) private readonly ids: Ids,
  ) {}

  async issue(user: ManagementUser, applicationId: string, fields: IssueFields): Promise<IssuedChannel[]> {
    const issued: IssuedChannel[] = [];
    const note = `技术标准验证 ${fields.technicalVerification}；安全测评 ${fields.securityAssessment}`;
    await this.applications.take(user, applicationId, 'issue', note, async (application) => {
      await this.requireSecondPerson(user, applicationId);
      const rows = await this.rows.ofApplication(applicationId);
      requireEachOnce(rows, fields.channels);
      const until = new Map<number, number>();
      for (const row of rows) until.set(row.rowNo, await this.authorizations.requireUntil(row));
      for (const wanted of fields.channels) issued.push(await this.enter(application, wanted, until.get(wanted.rowNo) ?? 0));
    });
    return issued;
  }

  /** Who decided does not issue. */
  private async requireSecondPerson(user: ManagementUser, applicationId: string): Promise<void> {
    const decided = (await this.store.steps(applicationId)).findLast(({ act }) => act === 'approve');
    if (decided?.userName !== user.name) return;
    throw refuse('forbidden', { faults: [{ field: 'user', reason: 'who approved an application does not issue its keys; another person does' }] });
  }

  private async enter({ applicationId, form }: ChannelApplication, wanted: ChannelKeyFields, until: number): Promise<IssuedChannel> {
    const { rowNo } = wanted;
    const { record: application, issued } = issueApplication(wanted, this.ids);
    const channelNumber = parseChannelNumber(this.ids.upper(32));
    const name = form.channels[rowNo - 1]?.applicationName ?? '';
    const authorizedUntil = Number.isFinite(until) ? until : undefined;
    const record = { channelNumber, name, kind: 'third-party' as const, standing: 'active' as const, application, authorizedUntil };
    await this.channels.put(record);
    await this.rows.give(applicationId, rowNo, { channelNumber, appId: issued.appId });
    await this.handovers.insert(issued.appId, channelNumber);
    await this.notices.toAll(channelNumber, transactions.syncChannel, { record });
    return { rowNo, channelNumber, appId: issued.appId, platformPublicKey: issued.platformPublicKey };
  }
}

function requireEachOnce(rows: readonly ApplicationRow[], wanted: readonly ChannelKeyFields[]): void {
  const numbers = wanted.map(({ rowNo }) => rowNo).sort((a, b) => a - b);
  if (numbers.join() === rows.map(({ rowNo }) => rowNo).join()) return;
  throw refuseField('channels', `must name each of the channels ${rows.map(({ rowNo }) => rowNo).join(', ')} once`);
}
