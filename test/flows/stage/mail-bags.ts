import type { Stage } from './stage.js';
import type { StageTier } from './stage-tier.js';

type Outbox = StageTier['kernel']['outbox'];

/** The mail of one tier, which a test may keep back. */
class MailBag {
  private readonly outbox: Outbox;
  private readonly usual: Pick<Outbox, 'due' | 'onAppended'>;

  constructor(tier: StageTier) {
    this.outbox = tier.kernel.outbox;
    this.usual = { due: this.outbox.due.bind(this.outbox), onAppended: this.outbox.onAppended };
  }

  /** Nothing is due, and nobody is woken by what is appended. */
  waits(): void {
    this.outbox.due = () => Promise.resolve([]);
    this.outbox.onAppended = () => undefined;
  }

  async goesOn(): Promise<void> {
    Object.assign(this.outbox, this.usual);
    for (const destination of await this.outbox.waitingDestinations()) this.outbox.onAppended(destination);
  }
}

/** The mail of all tiers of a stage. */
export class MailBags {
  private readonly national: MailBag;
  private readonly provinces: readonly MailBag[];

  constructor(private readonly stage: Stage) {
    this.national = new MailBag(stage.national);
    this.provinces = Object.values(stage.provinces).map(({ tier }) => new MailBag(tier));
  }

  waits(): void {
    for (const bag of [this.national, ...this.provinces]) bag.waits();
  }

  /** The provinces' first, one after the other, then national's: in this order the model tells it too. */
  async arrives(): Promise<void> {
    for (const [index, bag] of this.provinces.entries()) {
      await bag.goesOn();
      await this.stage.delivered(Object.values(this.stage.provinces)[index].tier);
    }
    await this.national.goesOn();
    await this.stage.converged();
  }
}
