import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import type { ChannelRecord } from '../../protocol/transactions/register-channel.js';
import { RegisteredApplicationStore } from '../application/registered-application.store.js';
import { ChannelEntity } from './channel.entity.js';

export type Channel = Pick<ChannelEntity, 'channelNumber' | 'name' | 'kind' | 'standing'>;

/** The register of channels with their applications. */
@Injectable()
export class ChannelStore {
  constructor(
    private readonly work: UnitOfWork, private readonly applications: RegisteredApplicationStore, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Enters a channel and its application or replaces them, in the open unit of work. */
  async put({ application, ...channel }: ChannelRecord): Promise<void> {
    await this.work.writer().getRepository(ChannelEntity).save({ ...channel, changedAt: this.clock.now() });
    await this.applications.put(application, { ownerKind: 'channel', ownerId: channel.channelNumber, standing: channel.standing });
  }

  async find(channelNumber: string): Promise<Channel | undefined> {
    return (await this.work.reader().getRepository(ChannelEntity).findOneBy({ channelNumber })) ?? undefined;
  }
}
