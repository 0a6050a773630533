import type { ReturnCodeName } from '../../protocol/dictionaries/return-codes.js';
import type { CallerIdentity } from '../../protocol/envelope.js';
import type { Counterpart } from '../../protocol/open.js';
import type { CallerKind } from '../../protocol/transaction.js';

/** Who stands behind a request: a registered application, with its keys and what it may use. */
export interface Caller extends Counterpart {
  readonly kind: CallerKind;
  /** Unique in this tier, such as `institution:H35020300001`; for journal, log and repeats. */
  readonly name: string;
  /** The id of the owner within its kind, such as the institution's id. */
  readonly ownerId: string;
  /** Why this caller may do nothing at the moment although it is known. */
  readonly barred?: Exclude<ReturnCodeName, 'success'> | undefined;
}

/** Finds callers that stand in a register of this tier; undefined for unknown ones. Peers of the configuration are found before it is asked. */
export interface CallerDirectory {
  find(identity: CallerIdentity): Promise<Caller | undefined>;
}

/** Injection token of the {@link CallerDirectory}. */
export const CALLER_DIRECTORY = Symbol('CallerDirectory');
