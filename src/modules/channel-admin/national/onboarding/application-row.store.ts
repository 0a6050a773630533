import { Injectable } from '@nestjs/common';
import { IsNull, Like, Not } from 'typeorm';
import { UnitOfWork } from '../../../../kernel/persistence/unit-of-work.js';
import { parseChannelNumber, parseDivisionCode, type ChannelNumber, type DivisionCode } from '../../../../protocol/identifiers.js';
import type { Area } from '../../area.rules.js';
import { ApplicationRowEntity } from './application-row.entity.js';
import type { ApplicationForm } from './application-form.js';

/** One channel of a form and what the agreements about it are looked for by. */
export interface ApplicationRow {
  readonly applicationId: string;
  readonly rowNo: number;
  readonly division: DivisionCode;
  readonly creditCode: string;
  readonly localAgreementSigned: boolean;
  readonly channelNumber: ChannelNumber | undefined;
  readonly appId: string | undefined;
}

/** The lines of the forms: which channel came of which application. */
@Injectable()
export class ApplicationRowStore {
  constructor(private readonly work: UnitOfWork) {}

  /** Makes the lines of a form those of the application, in the open unit of work. */
  async replace(applicationId: string, division: DivisionCode, { channels }: ApplicationForm): Promise<void> {
    const rows = this.work.writer().getRepository(ApplicationRowEntity);
    await rows.delete({ applicationId });
    await rows.insert(channels.map(({ creditCode, localAgreementSigned }, index) => ({
      applicationId, rowNo: index + 1, division, creditCode, localAgreement: localAgreementSigned ? 1 : 0, channelNumber: null, appId: null,
    })));
  }

  /** Notes what one line was given, in the open unit of work. */
  async give(applicationId: string, rowNo: number, given: { readonly channelNumber: ChannelNumber; readonly appId: string }): Promise<void> {
    await this.work.writer().getRepository(ApplicationRowEntity).update({ applicationId, rowNo }, given);
  }

  async ofApplication(applicationId: string): Promise<ApplicationRow[]> {
    return (await this.rows().find({ where: { applicationId }, order: { rowNo: 'ASC' } })).map(rowOf);
  }

  /** The line a channel came of; undefined for a channel that nobody applied for, the bureau's own. */
  async ofChannel(channelNumber: string): Promise<ApplicationRow | undefined> {
    const row = await this.rows().findOneBy({ channelNumber });
    return row === null ? undefined : rowOf(row);
  }

  /** Lines with channels that are run under a credit code. */
  async issuedTo(creditCode: string): Promise<ApplicationRow[]> {
    return (await this.rows().findBy({ creditCode, channelNumber: Not(IsNull()) })).map(rowOf);
  }

  /** Numbers of the channels that departments within an area applied for. */
  async channelsWithin(area: Area): Promise<ChannelNumber[]> {
    const rows = await this.rows().findBy({ division: Like(`${area}%`), channelNumber: Not(IsNull()) });
    return rows.flatMap(({ channelNumber }) => (channelNumber === null ? [] : [parseChannelNumber(channelNumber)]));
  }

  private rows() {
    return this.work.reader().getRepository(ApplicationRowEntity);
  }
}

function rowOf({ applicationId, rowNo, division, creditCode, localAgreement, channelNumber, appId }: ApplicationRowEntity): ApplicationRow {
  return {
    applicationId, rowNo, division: parseDivisionCode(division), creditCode, localAgreementSigned: localAgreement === 1,
    channelNumber: channelNumber === null ? undefined : parseChannelNumber(channelNumber), appId: appId ?? undefined,
  };
}
