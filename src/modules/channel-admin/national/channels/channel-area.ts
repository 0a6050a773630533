import { Injectable } from '@nestjs/common';
import { ChannelStore } from '../../../../registry/channel/channel.store.js';
import { areaOfDivision, NATION, type Area } from '../../area.rules.js';
import { AreaFinders, type AreaOfRequest } from '../access/area-of-request.js';
import type { ManagementRequest } from '../access/management-request.js';
import { ApplicationRowStore } from '../onboarding/application-row.store.js';

/** Where the department lies that applied for the channel `:channelNumber`; the nation for the bureau's own channels. */
@Injectable()
export class ChannelArea implements AreaOfRequest {
  constructor(finders: AreaFinders, private readonly channels: ChannelStore, private readonly rows: ApplicationRowStore) {
    finders.add(this);
  }

  async areaOf({ params }: ManagementRequest): Promise<Area> {
    const { channelNumber } = await this.channels.require(params['channelNumber'] ?? '');
    return this.areaOfChannel(channelNumber);
  }

  /** Of a channel that is in the register. */
  async areaOfChannel(channelNumber: string): Promise<Area> {
    const row = await this.rows.ofChannel(channelNumber);
    return row === undefined ? NATION : areaOfDivision(row.division);
  }
}
