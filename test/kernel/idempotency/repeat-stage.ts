import { startProbe, type Probe, type ProbeWish, type Script } from '../dispatch/probe-tier.js';
import { drawCaller } from '../dispatch/probe-callers.js';
import { SetClock } from '../dispatch/set-clock.js';
import { ask, type Answered, type Letter } from '../dispatch/wire.js';
import { transactions } from '../../../src/protocol/transactions/index.js';

export const { checkToken, syncAuthorization } = transactions;
export const hospital = drawCaller('institution', 'H35020300001');
export const clinic = drawCaller('institution', 'H35020300002');
export const national = drawCaller('national', 'national');
export const input = { ecToken: 't', idType: '01', idNo: '350203199001011234', userName: '甄测试' };

/** A tier that answers `ec.verify` by a script, under a clock that a test moves. */
export class RepeatStage {
  readonly clock = new SetClock();
  probe: Probe;

  /** Starts the tier, or starts it again on a database file. */
  async start(more: ProbeWish = {}): Promise<void> {
    this.probe = await startProbe({
      callers: () => [hospital.caller, clinic.caller, national.caller], serves: [checkToken, syncAuthorization], parts: { clock: this.clock }, ...more,
    });
  }

  async restart(more: ProbeWish = {}): Promise<void> {
    await this.probe.stop();
    await this.start(more);
  }

  verify(letter: Letter = {}, keys = hospital.keys): Promise<Answered> {
    return ask(this.probe.coreUrl, checkToken, keys, { input, timestamp: this.clock.now(), ...letter });
  }

  script(act: Script): void {
    this.probe.scripts.set('ec.verify', act);
  }

  /** An act that leaves a note and answers with its number. */
  counting(): void {
    let count = 0;
    this.script(({ act }, notes) => act({ subject: 'x' }, async () => {
      count += 1;
      await notes.write(`act ${count}`);
      return { ...input, flag: String(count) };
    }));
  }

  /** How many acts stand in the journal. */
  async acts(): Promise<number> {
    return (await this.probe.kernel.journal.head()).sequence;
  }
}

export const flagOf = ({ opened }: Answered): unknown => opened.data.flag;
