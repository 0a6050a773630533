import { returnCodes, type ReturnCode, type ReturnCodeName } from './dictionaries/return-codes.js';

/** What is wrong with one field of the request, in words that help whoever sent it. */
export interface FieldFault {
  /** Path of the field as the caller wrote it, such as `data.ecQrCode`. */
  readonly field: string;
  readonly reason: string;
}

export interface RefusalDetail {
  /** The caller's own fields and what is wrong with them: always told, the first 50. */
  readonly faults?: readonly FieldFault[];
  /** Why we refused, for operators and integrators: logged always, told to the caller only in demo and sandbox because it may leak. */
  readonly diagnosis?: string;
  /** The machine that refused, where a refusal is relayed: `province:35`. */
  readonly origin?: string;
  /** What the refused thing belongs to, such as the channel that showed a code: for whoever counts refusals, never told. Nothing personal. */
  readonly about?: Readonly<Record<string, string>>;
}

/** More faults help nobody, and a body of a thousand wrong members would get an answer larger than itself. */
const MOST_FAULTS = 50;

/** A request is answered with a row of table C.4 and changes nothing. Public text (`returnCode.text`) and private detail stay apart. */
export class Refusal extends Error {
  readonly faults: readonly FieldFault[];
  readonly diagnosis: string | undefined;
  readonly origin: string | undefined;
  readonly about: Readonly<Record<string, string>>;

  constructor(readonly returnCode: ReturnCode, detail: RefusalDetail = {}) {
    super(`${returnCode.code} ${returnCode.text}`);
    this.name = 'Refusal';
    this.faults = (detail.faults ?? []).slice(0, MOST_FAULTS);
    this.diagnosis = detail.diagnosis;
    this.origin = detail.origin;
    this.about = detail.about ?? {};
  }
}

/** Makes the refusal of a named row of table C.4, to be thrown. */
export function refuse(name: Exclude<ReturnCodeName, 'success'>, detail?: RefusalDetail): Refusal {
  return new Refusal(returnCodes[name], detail);
}

/** The refusal of one field that has the wrong form: `-2`, naming it. */
export function refuseField(field: string, reason: string): Refusal {
  return refuse('badRequest', { faults: [{ field, reason }] });
}
