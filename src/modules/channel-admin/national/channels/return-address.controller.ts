import { Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ArrayMaxSize, ArrayUnique, IsArray } from 'class-validator';
import { CLOCK, type Clock } from '../../../../kernel/clock.js';
import { ChannelStore } from '../../../../registry/channel/channel.store.js';
import { ReturnAddressStore } from '../../../../registry/channel/return-address.store.js';
import { MOST_RETURN_ADDRESSES, parseReturnAddress } from '../../return-address.rules.js';
import { Allows } from '../access/allowance.js';
import { ReadBy } from '../access/field-rules.js';
import { ManagementActs } from '../access/management-acts.js';
import { ManagementController } from '../access/management-controller.js';
import { CurrentUser } from '../access/management-request.js';
import type { ManagementUser } from '../access/management-user.js';
import { JsonBody } from '../access/request-data.js';
import { ReasonFields } from '../access/user-fields.js';
import { ChannelArea } from './channel-area.js';
import { CHANNEL_READERS } from './channel.controller.js';

/** All return addresses of a channel; an empty list takes them away. */
export class ReturnAddressFields extends ReasonFields {
  @IsArray() @ArrayMaxSize(MOST_RETURN_ADDRESSES) @ArrayUnique() @ReadBy(parseReturnAddress, { each: true }) addresses: string[];
}

/** Where the dedicated pages may send persons back to a channel (6.1.3.3 d, 6.1.4.3 b). // INT-131 */
@ManagementController('channels/:channelNumber/return-addresses')
export class ReturnAddressController {
  constructor(
    private readonly channels: ChannelStore, private readonly addresses: ReturnAddressStore, private readonly acts: ManagementActs,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Allows(CHANNEL_READERS, ChannelArea)
  async find(@Param('channelNumber') channelNumber: string) {
    return { channelNumber, addresses: await this.addresses.find(channelNumber) };
  }

  @Post()
  @HttpCode(200)
  @Allows(['operate'], 'nationwide')
  async replace(@CurrentUser() user: ManagementUser, @Param('channelNumber') channelNumber: string, @JsonBody(ReturnAddressFields) fields: ReturnAddressFields) {
    const { addresses, reason } = fields;
    await this.channels.require(channelNumber);
    const deed = { act: 'management.channel.return-addresses', subject: channelNumber, facts: { addresses: addresses.length, reason } };
    await this.acts.perform(user, deed, () => this.addresses.replace(channelNumber, addresses, this.clock.now()));
    return { channelNumber, addresses };
  }
}
