import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { ReturnAddressEntity } from './return-address.entity.js';

/** The return addresses that channels have registered. */
@Injectable()
export class ReturnAddressStore {
  constructor(private readonly work: UnitOfWork) {}

  /** Those of one channel, as they were registered; none where it has registered none. */
  async find(channelNumber: string): Promise<readonly string[]> {
    const row = await this.work.reader().getRepository(ReturnAddressEntity).findOneBy({ channelNumber });
    return row === null ? [] : (JSON.parse(row.addresses) as string[]);
  }

  /** Makes these the only ones of a channel. In the open unit of work. */
  async replace(channelNumber: string, addresses: readonly string[], changedAt: number): Promise<void> {
    await this.work.writer().getRepository(ReturnAddressEntity).save({ channelNumber, addresses: JSON.stringify(addresses), changedAt });
  }
}
