import { Inject, Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { CLOCK, type Clock } from '../../kernel/clock.js';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { parseChannelNumber, type ChannelNumber } from '../../protocol/identifiers.js';
import { refuse } from '../../protocol/refusal.js';
import type { ChannelRecord } from '../../protocol/transactions/register-channel.js';
import { recordOf, RegisteredApplicationStore } from '../application/registered-application.store.js';
import { ChannelEntity } from './channel.entity.js';

export type Channel = Pick<ChannelEntity, 'channelNumber' | 'name' | 'kind' | 'standing'> & {
  /** When the national authorization ends (epoch milliseconds); undefined where it has no end. */
  readonly authorizedUntil?: number | undefined;
};

/** The register of channels with their applications. */
@Injectable()
export class ChannelStore {
  constructor(
    private readonly work: UnitOfWork, private readonly applications: RegisteredApplicationStore, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Enters a channel and its applications or replaces them, in the open unit of work. */
  async put({ application, formerApplications = [], authorizedUntil, ...channel }: ChannelRecord): Promise<void> {
    const { channelNumber, standing } = channel;
    await this.work.writer().getRepository(ChannelEntity).save({ ...channel, authorizedUntil: authorizedUntil ?? null, changedAt: this.clock.now() });
    const owner = { ownerKind: 'channel' as const, ownerId: channelNumber, standing, authorizedUntil };
    for (const each of [application, ...formerApplications]) await this.applications.put(each, owner);
  }

  async find(channelNumber: string): Promise<Channel | undefined> {
    const row = await this.work.reader().getRepository(ChannelEntity).findOneBy({ channelNumber });
    return row === null ? undefined : channelOf(row);
  }

  /** The channel, or `500012`. */
  async require(channelNumber: string): Promise<Channel> {
    const found = await this.find(channelNumber);
    if (found === undefined) throw refuse('channelNotFound', { faults: [{ field: 'channelNumber', reason: 'stands in no register of this tier' }] });
    return found;
  }

  /** Everything that a province must know of a channel, its secrets included; `500012` for an unknown one. */
  async record(channelNumber: string): Promise<ChannelRecord> {
    const { name, kind, standing, authorizedUntil } = await this.require(channelNumber);
    const inUse = await this.applications.findInUse('channel', channelNumber);
    if (inUse === undefined) throw new Error('a channel without an application in use');
    const replaced = await this.applications.findReplaced('channel', channelNumber, this.clock.now());
    return {
      channelNumber: parseChannelNumber(channelNumber), name, kind, standing, authorizedUntil,
      application: recordOf(inUse), formerApplications: replaced.map(recordOf),
    };
  }

  /** Channels by number, those named or all. */
  async list(page: { readonly skip: number; readonly take: number }, numbers?: readonly ChannelNumber[]): Promise<{ total: number; items: Channel[] }> {
    const [rows, total] = await this.work.reader().getRepository(ChannelEntity).findAndCount({
      where: numbers === undefined ? {} : { channelNumber: In([...numbers]) }, order: { channelNumber: 'ASC' }, ...page,
    });
    return { total, items: rows.map(channelOf) };
  }
}

function channelOf({ channelNumber, name, kind, standing, authorizedUntil }: ChannelEntity): Channel {
  return { channelNumber, name, kind, standing, authorizedUntil: authorizedUntil ?? undefined };
}
