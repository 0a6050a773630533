import fc from 'fast-check';
import { picked, verb, which, type Act, type Foreseen, type Played, type Repeat } from '../act.js';
import { must, Refused, type Reason } from '../reference/refused.js';
import { REQUEST_IS_FRESH } from '../reference/words.js';
import { expectSame } from '../same.js';

type Repeatable = Played & { readonly act: Act & { readonly repeat: Repeat } };

/** INT-22: a request is sent again as it was. What was done is not done again, and the answer is the same one; a stale one is refused. */
export const repeats = verb(fc.record({ nth: which }), ({ nation, played }, { nth }) => {
  const before = picked(played.filter((each): each is Repeatable => each.act.repeat !== undefined), nth);
  if (before === undefined) return undefined;
  const { act, how, came } = before;
  return {
    says: `again: ${act.says}`,
    foresees(): Foreseen<unknown> {
      must(nation.now() - how.timestamp <= REQUEST_IS_FRESH, 'badRequest');
      act.repeat.admits();
      if ('reason' in came) {
        if (came.kept) throw new Refused(came.reason as Reason, true);
        return act.foresees();
      }
      return act.repeat.success === 'asked anew' ? act.foresees() : { learns: (answer) => expectSame(answer, came.answer) };
    },
    performs: () => act.performs(how),
  };
});
