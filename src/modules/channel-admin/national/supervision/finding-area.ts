import { Injectable } from '@nestjs/common';
import type { Area } from '../../area.rules.js';
import { AreaFinders, type AreaOfRequest } from '../access/area-of-request.js';
import type { ManagementRequest } from '../access/management-request.js';
import { ChannelArea } from '../channels/channel-area.js';
import { ChannelFindingStore } from './channel-finding.store.js';

/** Where the department lies that applied for the channel of the finding `:findingId`. */
@Injectable()
export class FindingArea implements AreaOfRequest {
  constructor(finders: AreaFinders, private readonly findings: ChannelFindingStore, private readonly channels: ChannelArea) {
    finders.add(this);
  }

  async areaOf({ params }: ManagementRequest): Promise<Area> {
    return this.channels.areaOfChannel((await this.findings.require(params['findingId'] ?? '')).channelNumber);
  }
}
