/** Ends a turn. Calling it twice does no harm. */
export type GiveBack = () => void;

/** First come, first served, one holder at a time. */
export class TurnQueue {
  #lastTurn: Promise<void> = Promise.resolve();

  /** Waits until every earlier holder has given its turn back. Whoever takes a turn must give it back, also after an error. */
  async take(): Promise<GiveBack> {
    const before = this.#lastTurn;
    let giveBack!: GiveBack;
    this.#lastTurn = new Promise((resolve) => { giveBack = resolve; });
    await before;
    return giveBack;
  }

  /** Runs `work` as one turn. */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const giveBack = await this.take();
    try {
      return await work();
    } finally {
      giveBack();
    }
  }
}
