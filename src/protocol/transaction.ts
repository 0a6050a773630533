import type { Shape } from './shape.js';

/** 5.2.2, 5.2.3: the core zone serves machines of the health-security system, the public-service zone internet applications. */
export type Zone = 'core' | 'public-service';

/** Who may call (each row of the catalogue says whom). */
export type CallerKind = 'channel' | 'institution' | 'insurance-system' | 'national' | 'province' | 'management-centre';

/** Which system answers. `insurance-system` is the local core business system, of which we bring a simulator only. */
export type Server = 'national' | 'province' | 'insurance-system';

/** One row of the transaction catalogue. */
export interface Transaction<I, O> {
  /** The wire's `transType`. */
  readonly transType: string;
  /** Clause of the standard it belongs to. */
  readonly clause: string;
  readonly callers: readonly CallerKind[];
  readonly servedBy: Server;
  readonly zone: Zone;
  /** How `data` must travel: secrets only as `encData`. */
  readonly travel: 'any' | 'encrypted';
  /** How long a repeat is recognised: within the freshness window, or for good (what the outbox delivers again and again). */
  readonly repeats: 'window' | 'for good';
  readonly input: Shape<I>;
  readonly output: Shape<O>;
}

/** The two tables of one transType. */
export interface Tables<I, O> {
  readonly input: Shape<I>;
  readonly output: Shape<O>;
}

/** Declares a row: transType, clause, callers, served by, zone, travel, repeats, tables. */
export function transaction<I, O>(
  transType: string, clause: string, callers: readonly CallerKind[], servedBy: Server, zone: Zone, travel: Transaction<I, O>['travel'],
  repeats: Transaction<I, O>['repeats'], tables: Tables<I, O>,
): Transaction<I, O> {
  return { transType, clause, callers, servedBy, zone, travel, repeats, input: tables.input, output: tables.output };
}
