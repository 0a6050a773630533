import fc from 'fast-check';
import { verb } from '../act.js';

/** What tiers tell each other stays on its way: whoever has not heard goes on with what it knows. */
export const mailWaits = verb(fc.constant(null), ({ nation, mail }) => (nation.mail.waits ? undefined : {
  says: 'the mail between the tiers waits',
  foresees() {
    nation.mail.waits = true;
    return {};
  },
  performs: async () => mail.waits(),
}));

/** All of it arrives, in order. */
export const mailArrives = verb(fc.constant(null), ({ nation, mail }) => (nation.mail.waits ? {
  says: 'the mail between the tiers arrives',
  foresees() {
    nation.mail.waits = false;
    return {};
  },
  performs: () => mail.arrives(),
} : undefined));
