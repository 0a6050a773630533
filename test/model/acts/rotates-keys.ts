import fc from 'fast-check';
import { verb } from '../act.js';
import { must } from '../reference/refused.js';
import { MINUTE } from '../reference/words.js';
import type { HandedOver } from '../../flows/stage/onboarding.js';
import { tellChannel } from './changes-channel.js';
import type { Keys } from '../reference/channels.js';

/** Rotation of secret and keys: the old ones go on working until the overlap is over. */
export const rotatesKeys = verb(fc.record({ channel: fc.nat({ max: 1 }), overlap: fc.constantFrom(0, 60, 60) }), ({ nation, stage }, { channel: n, overlap }) => {
  const channel = nation.channels.filter(({ kind }) => kind === 'third-party')[n];
  const { privateKey, hand } = channel.current;
  // More than eight that overlap are refused, which a test of its own proves.
  if (channel.keys.length > 7 || privateKey === undefined) return undefined;
  return {
    says: `the bureau rotates the keys of ${channel.name}; the old ones have ${overlap} minutes`,
    foresees() {
      const { standing, validUntil } = nation.channelRegister.of(channel);
      must(standing !== 'retired', 'channelNotApproved');
      const end = nation.now() + overlap * MINUTE;
      const keys: Keys = { channel, no: channel.keys.length + 1, hand, privateKey };
      const former = [...validUntil].map(([each, until]): [Keys, number] => [each, Math.min(until ?? end, end)]);
      channel.keys.push(keys);
      nation.channelRegister.enter(channel, { standing, validUntil: new Map<Keys, number | undefined>([...former, [keys, undefined]]) });
      tellChannel(nation, channel);
      return {
        tells: { formerValidUntil: end },
        learns: ({ line }: { line: HandedOver }) => { keys.hand = stage.centre.channelOf(channel.name, channel.channelNumber, { ...line, privateKey }); },
      };
    },
    async performs() {
      const { operator, city } = await stage.centre.staff;
      const rotation = await operator.asks('POST', `channels/${channel.channelNumber}/rotation`, { reason: '年度轮换', overlapMinutes: overlap });
      const { lines: [line] } = await city.asks<{ lines: HandedOver[] }>('POST', `channels/${channel.channelNumber}/notice/printing`, { format: 'json' });
      return { ...rotation, line };
    },
  };
});
