import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import type { DivisionCode } from '../../../../protocol/identifiers.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { ChannelStore } from '../../../../registry/channel/channel.store.js';
import { coveredUntil, requiredAgreements, type AgreementKind } from '../../cooperation-agreement.rules.js';
import { WrongState } from '../../wrong-state.rules.js';
import { ApplicationRowStore, type ApplicationRow } from '../onboarding/application-row.store.js';
import { ProvinceNotices } from '../province-notices.js';
import { CooperationAgreementStore, termOf } from './cooperation-agreement.store.js';

type Wanted = Pick<ApplicationRow, 'rowNo' | 'creditCode' | 'division' | 'localAgreementSigned'>;

/** Notice 二(三): a channel is authorized by the national bureau as long as the agreements that it needs hold. // INT-51 */
@Injectable()
export class NationalAuthorizations {
  constructor(
    private readonly agreements: CooperationAgreementStore, private readonly rows: ApplicationRowStore, private readonly channels: ChannelStore,
    private readonly notices: ProvinceNotices, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Until when agreements of one kind cover a provider without a gap, from now; now itself where none does. */
  async coveredUntil(kind: AgreementKind, creditCode: string, division: DivisionCode): Promise<number> {
    const onFile = await this.agreements.list(kind, creditCode, division);
    return coveredUntil(onFile.map(termOf), this.clock.now());
  }

  /** Until when every agreement that a channel needs holds; `Infinity` without an end. Else `500007`, naming what is missing. */
  async requireUntil(wanted: Wanted): Promise<number> {
    const ends = await this.ends(wanted);
    const missing = ends.filter(({ until }) => until <= this.clock.now()).map(({ kind }) => kind);
    if (missing.length === 0) return Math.min(...ends.map(({ until }) => until));
    throw new WrongState('channelNotAuthorizedNationally', `channel ${wanted.rowNo} has no valid ${missing.join(' and no valid ')} agreement on file`);
  }

  /** After an agreement was filed or ended: what has changed for the channels of a provider is told to every province. In the open unit of work. */
  async refresh(creditCode: string): Promise<void> {
    for (const row of await this.rows.issuedTo(creditCode)) await this.refreshChannel(row);
  }

  private async refreshChannel(row: ApplicationRow): Promise<void> {
    if (row.channelNumber === undefined) return;
    const now = this.clock.now();
    const record = await this.channels.record(row.channelNumber);
    const until = Math.min(...(await this.ends(row)).map((each) => each.until));
    const authorizedUntil = Number.isFinite(until) ? until : undefined;
    const lapsed = until <= now && (record.authorizedUntil ?? Infinity) <= now;
    if (record.standing === 'retired' || lapsed || authorizedUntil === record.authorizedUntil) return;
    const changed = { ...record, authorizedUntil };
    await this.channels.put(changed);
    await this.notices.toAll(row.channelNumber, transactions.syncChannel, { record: changed });
  }

  private ends({ creditCode, division, localAgreementSigned }: Wanted): Promise<{ kind: AgreementKind; until: number }[]> {
    return Promise.all(requiredAgreements({ localAgreementSigned }).map(async (kind) => (
      { kind, until: await this.coveredUntil(kind, creditCode, division) }
    )));
  }
}
