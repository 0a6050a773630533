import { returnCodes } from '../../protocol/dictionaries/return-codes.js';
import type { RequestEnvelope } from '../../protocol/envelope.js';
import { lexicalObject, type LexicalObject } from '../../protocol/lexical-json.js';
import type { Manner } from '../../protocol/manner.js';
import { mannerOfRefused, travelOfData } from '../../protocol/open.js';
import { Refusal } from '../../protocol/refusal.js';
import { sealResponse, type Travel } from '../../protocol/seal.js';
import type { Clock } from '../clock.js';
import type { Environment } from '../config/kernel-config.js';
import type { Log } from '../log.js';
import type { Caller } from './caller.js';
import type { Dialect } from './dialect.js';

/** What is known of a request while it is worked on; it grows on the way. */
export interface Arrival {
  envelope?: RequestEnvelope;
  caller?: Caller;
  /** Of a request that was opened. */
  manner?: Manner;
  /** What its sender looks for in an answer, where that is not only what table A.3 says. */
  readonly dialect?: Pick<Dialect, 'nothing'> | undefined;
}

/** The one place where an outcome becomes a response (table A.3). */
export class AnswerDesk {
  constructor(private readonly clock: Clock, private readonly environment: Environment, private readonly log: Log) {}

  success(arrival: Arrival, data: LexicalObject): string {
    return this.seal(arrival, returnCodes.success, data);
  }

  /** A refusal with its row of table C.4; anything else is our own fault: `-1`, told to nobody but the log. */
  failure(arrival: Arrival, error: unknown): { body: string; refusal: Refusal } {
    const refusal = error instanceof Refusal ? error : new Refusal(returnCodes.unknownError);
    const nothing = arrival.dialect?.nothing(arrival.envelope?.transType) ?? lexicalObject();
    // Not `code`: a field of that name in some table may be secret.
    const about = { caller: arrival.caller?.name, transType: arrival.envelope?.transType, returnCode: refusal.returnCode.code };
    if (refusal === error) this.log.info({ ...about, faults: refusal.faults, diagnosis: refusal.diagnosis, origin: refusal.origin }, 'refused');
    else this.log.error({ ...about, error }, 'failed');
    return { refusal, body: this.seal(arrival, refusal.returnCode, nothing, refusal) };
  }

  private seal(arrival: Arrival, { code, text }: { code: number; text: string }, data: LexicalObject, refusal?: Refusal): string {
    const { envelope, caller } = arrival;
    return sealResponse({
      ...travelOf(arrival), code, message: text, data,
      orgId: envelope?.orgId ?? envelope?.identity.value ?? '',
      timestamp: this.clock.now(),
      requestId: envelope?.requestId,
      detail: refusal && this.detailOf(refusal),
      origin: refusal?.origin,
    }, caller?.keys);
  }

  /** The caller's own fields always; why we refused only where it may be told. */
  private detailOf(refusal: Refusal): string | undefined {
    const sentences = refusal.faults.map((fault) => `${fault.field}: ${fault.reason}`);
    if (refusal.diagnosis !== undefined && this.environment !== 'production') sentences.push(refusal.diagnosis);
    return sentences.length > 0 ? sentences.join('; ') : undefined;
  }
}

/** INT-20: signed, encrypted and written as the request was. An answer to an unknown caller travels plain: there are no keys for it. */
function travelOf({ envelope, caller, manner }: Arrival): Travel {
  if (envelope === undefined || caller === undefined) return { signType: 'plain', encType: 'plain' };
  return { signType: envelope.signType, encType: travelOfData(envelope), manner: manner ?? mannerOfRefused(envelope, caller) };
}
