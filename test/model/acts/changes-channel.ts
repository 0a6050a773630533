import fc from 'fast-check';
import { verb } from '../act.js';
import type { Channel, Standing } from '../reference/channels.js';
import type { Nation } from '../reference/nation.js';
import { no } from '../reference/refused.js';

/** 渠道管理 (5.2.1). */
const steps = {
  suspension: { from: ['active'], to: 'suspended' },
  resumption: { from: ['suspended'], to: 'active' },
  retirement: { from: ['active', 'suspended'], to: 'retired' },
} as const satisfies Record<string, { from: readonly Standing[]; to: Standing }>;

/** What national knows of a channel, told to every province. */
export function tellChannel(nation: Nation, channel: Channel): void {
  const entry = nation.channelRegister.of(channel);
  for (const province of nation.provinces) nation.mail.post('national', () => province.channels.enter(channel, entry));
}

const picks = fc.record({ channel: fc.nat({ max: 1 }), step: fc.constantFrom('suspension', 'resumption', 'suspension', 'resumption', 'suspension', 'resumption', 'retirement') });

/** A channel of another party is suspended, resumed or retired, nationally and in every province. */
export const changesChannel = verb(picks, ({ nation, stage }, { channel: n, step }) => {
  const channel = nation.channels.filter(({ kind }) => kind === 'third-party')[n];
  return {
    says: `the bureau enters the ${step} of ${channel.name}`,
    foresees() {
      const { standing, validUntil } = nation.channelRegister.of(channel);
      const { from, to } = steps[step];
      if (!from.some((each) => each === standing)) throw no(step === 'retirement' ? 'channelRemovalFailed' : standing === 'retired' ? 'channelNotApproved' : 'badRequest');
      nation.channelRegister.enter(channel, { standing: to, validUntil });
      tellChannel(nation, channel);
      return { tells: { standing: to } };
    },
    async performs() {
      const { operator } = await stage.centre.staff;
      return operator.asks('POST', `channels/${channel.channelNumber}/${step}`, { reason: '示例原因' });
    },
  };
});
