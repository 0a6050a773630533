import { parseLexicalJson, writeLexicalJson, type LexicalObject } from '../../protocol/lexical-json.js';
import type { Opened } from '../../protocol/open.js';
import { refuse, refuseField, Refusal } from '../../protocol/refusal.js';
import { writeShape } from '../../protocol/shape.js';
import { requireTransaction, type AnyTransaction } from '../../protocol/transactions/index.js';
import type { Server, Zone } from '../../protocol/transaction.js';
import { findReturnCode, returnCodes } from '../../protocol/dictionaries/return-codes.js';
import type { Clock } from '../clock.js';
import type { Ids } from '../ids.js';
import type { IdempotencyStore, RequestKey } from '../idempotency/idempotency.store.js';
import type { JournalStore } from '../journal/journal.store.js';
import type { UnitOfWork } from '../persistence/unit-of-work.js';
import type { DataProtection } from '../protection/data-protection.js';
import type { Admission } from './admission.js';
import type { AnswerWitness } from './answer-witness.js';
import { Call, type ActDeed, type Deed, type Facts } from './call.js';
import type { Caller } from './caller.js';
import type { Handler } from './handler.js';

export interface DispatcherParts {
  readonly server: Server;
  readonly handlers: ReadonlyMap<string, Handler<AnyTransaction>>;
  readonly work: UnitOfWork;
  readonly idempotency: IdempotencyStore;
  readonly journal: JournalStore;
  readonly protection: DataProtection;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly freshnessMs: number;
  readonly admission: Admission | undefined;
  readonly witness: AnswerWitness | undefined;
}

/** How long a repeat that came in time may wait for its turn to write. */
const LONGEST_WAIT_MS = 60_000;

type Arrived = Opened<LexicalObject, Caller>;

/** What became of a request so far, for its witness. */
interface Course {
  readonly opened: Arrived;
  row?: AnyTransaction;
  /** Its answer stands in the journal, or was given before. */
  accounted?: boolean;
  facts: Facts;
}

/** Carries an answer given earlier out of a unit of work that turned out to repeat it. */
class AlreadyAnswered extends Error {
  constructor(readonly answer: string) {
    super('already answered');
  }
}

/** From an opened request to its answer: row of the catalogue, caller guard, repeats, meaning, handler. */
export class Dispatcher {
  constructor(private readonly parts: DispatcherParts) {}

  /** The row a transType names at this tier and zone. Throws what `requireTransaction` throws, or `-5` (known, but not served at this address). */
  rowOf(transType: string, zone: Zone): AnyTransaction {
    const row = requireTransaction(transType);
    if (row.servedBy === this.parts.server && row.zone === zone) return row;
    throw refuse('badAddress', { faults: [{ field: 'transType', reason: `is served by the ${row.servedBy} tier in its ${row.zone} zone` }] });
  }

  /** Answers an opened request with the data of its output table; the witness hears of what no line of the journal tells. Throws `Refusal`. */
  async dispatch(opened: Arrived, zone: Zone, address: string): Promise<LexicalObject> {
    const course: Course = { opened, facts: {} };
    try {
      const data = await this.answer(course, zone, address);
      await this.tell(course, returnCodes.success.code, {});
      return data;
    } catch (error) {
      const { returnCode, about } = error instanceof Refusal ? error : { returnCode: returnCodes.unknownError, about: {} };
      await this.tell(course, returnCode.code, about);
      throw error;
    }
  }

  /** Once for each request, also where telling it fails. */
  private async tell(course: Course, code: number, about: Facts): Promise<void> {
    if (course.accounted) return;
    course.accounted = true;
    const { opened: { caller }, row, facts } = course;
    await this.parts.witness?.witness({ caller, transType: row?.transType, code, facts: { ...facts, ...about } });
  }

  private async answer(course: Course, zone: Zone, address: string): Promise<LexicalObject> {
    const { opened } = course;
    const row = this.rowOf(opened.envelope.transType, zone);
    course.row = row;
    requireCaller(row, opened.caller);
    requireTravel(row, opened);
    requireOneOrg(opened);
    const signed = opened.signatureHash !== undefined;
    await this.parts.admission?.admit({ caller: opened.caller, transaction: row, address, at: this.parts.clock.now(), signed, data: opened.data });
    const key = this.keyOf(opened);
    const earlier = await this.parts.idempotency.find(key);
    if (earlier.is === 'misuse') throw misuse(earlier.why);
    try {
      if (earlier.is === 'repeat') throw repeated(course, earlier.answer);
      return await this.handle(course, row, key);
    } catch (error) {
      if (error instanceof AlreadyAnswered) return answerAgain(error.answer);
      throw error;
    }
  }

  private async handle(course: Course, row: AnyTransaction, key: RequestKey): Promise<LexicalObject> {
    const { opened } = course;
    const handler = this.parts.handlers.get(row.transType);
    if (handler === undefined) throw new Error(`${row.transType} has no handler in this tier`);
    const call = new Call<unknown, unknown>({
      input: opened.as(row.input).data, caller: opened.caller, requestId: key.requestId, at: this.parts.clock.now(),
      encrypted: opened.envelope.encData !== undefined,
      perform: (deed, work) => this.perform(course, row, key, deed, work),
      step: (deed, work) => this.parts.work.run(async () => {
        const result = await work();
        await this.journal(row, key, deed, 'step');
        return result;
      }),
      note: (facts) => { course.facts = { ...course.facts, ...facts }; },
    });
    return writeShape<unknown>(row.output, await handler.handle(call));
  }

  private async perform<O>(course: Course, row: AnyTransaction, key: RequestKey, deed: ActDeed<O>, work: () => Promise<O | Refusal>): Promise<O> {
    const result = await this.parts.work.run(async () => {
      const earlier = await this.parts.idempotency.find(key);
      if (earlier.is === 'misuse') throw misuse(earlier.why);
      if (earlier.is === 'repeat') throw repeated(course, earlier.answer);
      const outcome = await work();
      await this.parts.idempotency.record(key, keep(row, outcome), this.parts.clock.now(), this.keepUntil(row, course.opened));
      const refused = outcome instanceof Refusal;
      const facts = { ...deed.facts, ...(!refused && deed.factsOf?.(outcome)) };
      await this.journal(row, key, { subject: deed.subject, facts }, refused ? String(outcome.returnCode.code) : 'done');
      return outcome;
    });
    course.accounted = true;
    if (result instanceof Refusal) throw result;
    return result;
  }

  private async journal(row: AnyTransaction, key: RequestKey, deed: Deed, outcome: string): Promise<void> {
    const subject = this.parts.protection.blindIndex('journal.subject', deed.subject);
    await this.parts.journal.append({ actor: key.caller, act: row.transType, subject, outcome, detail: { ...deed.facts, requestId: key.requestId } });
  }

  /** INT-22, INT-32: the id is `requestId` where sent (or `extra.requestId`), else the signature; an unsigned request without an id repeats nothing. */
  private keyOf(opened: Arrived): RequestKey {
    const requestId = opened.envelope.requestId ?? opened.signatureHash ?? this.parts.ids.id();
    return { caller: opened.caller.name, requestId, bodyHash: opened.bodyHash, signatureHash: opened.signatureHash };
  }

  /** As long as the request itself is fresh (its own timestamp may lie ahead of our clock), and while a repeat that came in time waits for its turn. */
  private keepUntil(row: AnyTransaction, opened: Arrived): number | undefined {
    if (row.repeats === 'for good') return undefined;
    return Math.max(this.parts.clock.now(), opened.envelope.timestamp ?? 0) + this.parts.freshnessMs + LONGEST_WAIT_MS;
  }
}

function requireCaller(row: AnyTransaction, caller: Caller): void {
  if (caller.barred !== undefined) throw refuse(caller.barred, { diagnosis: `${caller.name} is not active` });
  if (row.callers.includes(caller.kind)) return;
  throw refuse('forbidden', { faults: [{ field: 'transType', reason: `is open to ${row.callers.join(', ')}; you are registered as ${caller.kind}` }] });
}

function requireTravel(row: AnyTransaction, opened: Arrived): void {
  if (row.travel === 'any' || opened.envelope.encData !== undefined) return;
  throw refuseField('data', 'must travel encrypted (encType SM4 or SM2, encData)');
}

/** INT-05: where `orgId` stands in the envelope and in the data, it is the same. */
function requireOneOrg({ envelope, data }: Arrived): void {
  if (envelope.orgId === undefined || data.orgId === undefined || data.orgId === envelope.orgId) return;
  throw refuseField('data.orgId', 'is not the orgId of the envelope');
}

/** Also where the handler finds another way to the same answer: it was accounted for when it was given first. */
function repeated(course: Course, answer: string): AlreadyAnswered {
  course.accounted = true;
  return new AlreadyAnswered(answer);
}

const misuse = (why: string): Refusal => refuseField('requestId', why);

/** What is kept for a repeat: the data of the answer, or the refusal. */
function keep(row: AnyTransaction, outcome: unknown): string {
  if (!(outcome instanceof Refusal)) return JSON.stringify({ data: writeLexicalJson(writeShape<unknown>(row.output, outcome)) });
  const { returnCode, faults, diagnosis, origin } = outcome;
  return JSON.stringify({ refused: returnCode.code, detail: { faults, diagnosis, origin } });
}

function answerAgain(kept: string): LexicalObject {
  const answer = JSON.parse(kept) as { data?: string; refused?: number; detail?: object };
  if (answer.data !== undefined) return parseLexicalJson(answer.data) as LexicalObject;
  throw new Refusal(findReturnCode(answer.refused ?? -1) ?? returnCodes.unknownError, answer.detail);
}
