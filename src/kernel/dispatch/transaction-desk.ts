import { openRequest } from '../../protocol/open.js';
import { returnCodes } from '../../protocol/dictionaries/return-codes.js';
import { findTransaction } from '../../protocol/transactions/index.js';
import type { Zone } from '../../protocol/transaction.js';
import type { Clock } from '../clock.js';
import type { AnswerDesk, Arrival } from './answer.js';
import type { CallerDirectory } from './caller.js';
import type { Dialect } from './dialect.js';
import type { Dispatcher } from './dispatcher.js';
import { FormSearches } from './form-searches.js';
import type { Hop, Observer } from './observer.js';

export interface DeskParts {
  readonly tier: string;
  readonly callers: CallerDirectory;
  readonly dispatcher: Dispatcher;
  readonly answers: AnswerDesk;
  readonly clock: Clock;
  readonly freshnessMs: number;
  readonly observe: Observer;
}

/** Bytes in, bytes out: opens a request, has it dispatched, and seals what came of it. Never throws. */
export class TransactionDesk {
  private readonly searches: FormSearches;

  constructor(private readonly parts: DeskParts) {
    this.searches = new FormSearches(parts.clock);
  }

  /** `address` is where the request came from; `dialect` how it is written, where that is not as table A.2 has it. */
  async answer(body: Uint8Array, zone: Zone, address: string, dialect?: Dialect): Promise<string> {
    const arrival: Arrival = { dialect };
    const began = performance.now();
    const { answer, code, text } = await this.outcome(async () => {
      const read = dialect === undefined ? body : await dialect.translate(body, address);
      return this.serve(read, zone, address, arrival);
    }, arrival);
    this.report(arrival, { zone, code, text, ms: performance.now() - began });
    return answer;
  }

  private async outcome(serve: () => ReturnType<Dispatcher['dispatch']>, arrival: Arrival): Promise<{ answer: string; code: number; text: string }> {
    const { answers } = this.parts;
    try {
      const data = await serve();
      return { ...returnCodes.success, answer: answers.success(arrival, data) };
    } catch (error) {
      const { body: answer, refusal } = answers.failure(arrival, error);
      return { ...refusal.returnCode, answer };
    }
  }

  private async serve(body: Uint8Array, zone: Zone, address: string, arrival: Arrival): ReturnType<Dispatcher['dispatch']> {
    const { callers, clock, freshnessMs, dispatcher } = this.parts;
    const opened = await openRequest(body, {
      now: clock.now(), freshnessMs,
      findCaller: async (envelope) => {
        arrival.envelope = envelope;
        arrival.caller = await callers.find(envelope.identity);
        return arrival.caller;
      },
      beforeSearch: ({ keys }) => this.searches.take(keys.appId),
    });
    arrival.manner = opened.manner;
    return dispatcher.dispatch(opened, zone, address);
  }

  private report(arrival: Arrival, verdict: Pick<Hop, 'zone' | 'code' | 'text' | 'ms'>): void {
    const transType = arrival.envelope?.transType ?? '';
    const clause = findTransaction(transType)?.clause ?? '';
    this.parts.observe({ from: arrival.caller?.name ?? 'unknown', to: this.parts.tier, transType, clause, ...verdict });
  }
}
