import type { Channel as Hand } from '../../flows/stage/channel.js';
import { must } from './refused.js';

/** 应用渠道 (2.6). */
export class Channel {
  /** All it was given in this story; the last one is in use. */
  readonly keys: Keys[] = [];

  constructor(readonly name: string, readonly kind: 'official' | 'third-party', readonly channelNumber: string) {}

  /** The keys in use. */
  get current(): Keys {
    const keys = this.keys.at(-1);
    if (keys === undefined) throw new Error(`${this.name} has no keys`);
    return keys;
  }
}

/** APPID and SECRET of a channel, in the hand that signs with them. */
export interface Keys {
  readonly channel: Channel;
  readonly no: number;
  hand: Hand;
  /** The channel's own private key; undefined for the bureau's own channel, whose keys are not rotated here. */
  readonly privateKey: string | undefined;
}

export type Standing = 'active' | 'suspended' | 'retired';

interface Entry {
  readonly standing: Standing;
  /** Until when each of its keys is valid; undefined for those in use. */
  readonly validUntil: ReadonlyMap<Keys, number | undefined>;
}

/** The channels as one tier knows them. */
export class ChannelRegister {
  private readonly entries = new Map<Channel, Entry>();

  enter(channel: Channel, entry: Entry): void {
    this.entries.set(channel, entry);
  }

  of(channel: Channel): Entry {
    const entry = this.entries.get(channel);
    if (entry === undefined) throw new Error(`${channel.name} stands in no register`);
    return entry;
  }

  /** Keys nobody has heard of here are `500012`, keys whose time is over `-4`; a channel that is suspended or retired is `500013` (INT-51). */
  admit(keys: Keys, now: number): void {
    const { standing, validUntil } = this.of(keys.channel);
    must(validUntil.has(keys), 'channelNotFound');
    const end = validUntil.get(keys);
    must(end === undefined || end > now, 'forbidden');
    must(standing === 'active', 'channelNotApproved');
  }
}
