import { UntrustedAnswer } from '../../src/client/transaction-client.js';
import { findReturnCode } from '../../src/protocol/dictionaries/return-codes.js';
import { Refusal } from '../../src/protocol/refusal.js';
import type { Stage } from '../flows/stage/stage.js';
import type { Act, Foreseen, Planned, Played, Scene } from './act.js';
import { closing } from './closing.js';
import { Ledger } from './ledger.js';
import type { MailBags } from '../flows/stage/mail-bags.js';
import type { Channel } from './reference/channels.js';
import type { Nation } from './reference/nation.js';
import { Refused } from './reference/refused.js';
import { expectSame } from './same.js';

/** Signatures are tested elsewhere; between the tiers they are SM2 as ever. */
const QUICKLY = { signType: 'SM3', encType: 'SM4' } as const;

type Expected = { readonly foreseen: Foreseen<unknown> } | { readonly refused: Refused };
type Came = { readonly answer: unknown } | { readonly reason: string; readonly why: string };

/** Model and system have come apart; tells the story up to there. */
export class Divergence extends Error {
  constructor(story: readonly string[], what: string) {
    super(`the system is not what the model says\n${story.map((line, index) => `  ${index + 1}. ${line}`).join('\n')}\n  ${what}`);
    this.name = 'Divergence';
  }
}

function foresee(act: Act): Expected {
  try {
    return { foreseen: act.foresees() };
  } catch (error) {
    if (error instanceof Refused) return { refused: error };
    throw error;
  }
}

/** What is undefined here must be absent there. */
function compareTold(answer: unknown, tells: object = {}): void {
  const told = Object.fromEntries(Object.keys(tells).map((field) => [field, (answer as Record<string, unknown>)[field]]));
  expectSame(told, tells);
}

/** One sequence of acts, played on model and system side by side. */
export class Story implements Scene {
  readonly played: Played[] = [];
  private readonly told: string[] = [];

  private constructor(
    readonly nation: Nation, readonly stage: Stage, readonly mail: MailBags, private readonly ledger: Ledger,
    private readonly note: (verb: string, outcome: string) => void,
  ) {}

  static async begin(nation: Nation, stage: Stage, mail: MailBags, note: (verb: string, outcome: string) => void): Promise<Story> {
    return new Story(nation, stage, mail, await Ledger.open(nation, stage), note);
  }

  /** Plays what can be said at this point; what is about things that do not exist is left out. */
  async plays(plan: readonly Planned[]): Promise<void> {
    for (const planned of plan) {
      const act = planned.act(this);
      this.note(planned.verb, act === undefined ? 'left out' : await this.play(act));
    }
  }

  /** Everything that was on its way has arrived; what is over is over; the books of all sides say what the model says. */
  async ends(): Promise<void> {
    this.nation.mail.waits = false;
    this.nation.mail.deliver();
    await this.mail.arrives();
    await this.plays(closing(this.nation));
    try {
      await this.ledger.compare();
    } catch (error) {
      throw new Divergence(this.told, error instanceof Error ? error.message : String(error));
    }
  }

  /** Whatever came of it: channels and institutions go on in the next story. */
  get channels(): readonly Channel[] {
    return this.nation.channels;
  }

  private async play(act: Act): Promise<string> {
    this.stage.clock.passes({ seconds: 1 });
    const how = { requestId: this.stage.air.newId(), timestamp: this.stage.clock.now(), travel: QUICKLY };
    const expected = foresee(act);
    const came = await this.outcome(act, how);
    this.told.push(`${act.says} → ${'reason' in came ? came.reason : 'done'}`);
    this.compare(expected, came);
    this.nation.mail.deliver();
    if (!this.nation.mail.waits) await this.stage.converged();
    this.played.push({ act, how, came: 'reason' in came ? { reason: came.reason, kept: 'refused' in expected && expected.refused.kept } : came });
    return 'reason' in came ? came.reason : 'done';
  }

  private async outcome(act: Act, how: Played['how']): Promise<Came> {
    try {
      return { answer: await act.performs(how) };
    } catch (error) {
      if (error instanceof Refusal) return { reason: error.returnCode.name, why: error.message };
      // Nobody can sign an answer to somebody without keys.
      if (error instanceof UntrustedAnswer) return { reason: findReturnCode(error.answer.code)?.name ?? 'unknown', why: error.message };
      throw new Divergence([...this.told, act.says], error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }

  private compare(expected: Expected, came: Came): void {
    const says = 'refused' in expected ? `the model refuses with ${expected.refused.reason}` : 'the model lets it be done';
    const saw = 'reason' in came ? `the system refuses: ${came.reason} ${came.why}` : `the system answers ${JSON.stringify(came.answer)}`;
    const sameReason = 'refused' in expected && 'reason' in came && expected.refused.reason === came.reason;
    if ('refused' in expected || 'reason' in came) {
      if (!sameReason) throw new Divergence(this.told, `${says}; ${saw}`);
      return;
    }
    try {
      compareTold(came.answer, expected.foreseen.tells);
      expected.foreseen.learns?.(came.answer);
    } catch (error) {
      throw new Divergence(this.told, `${saw}; ${(error as Error).message}`);
    }
  }
}
