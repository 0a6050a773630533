import type { Hop, Observer } from '../../kernel/dispatch/observer.js';
import { catalogue } from '../../protocol/transactions/index.js';

/** One answered transaction with its place in time, milliseconds of the process's monotonic clock. */
export interface SeenHop extends Hop {
  readonly began: number;
  readonly ended: number;
}

/** A hop and how deep it stands below the transactions that gave reason for it. */
export interface PlacedHop {
  readonly hop: SeenHop;
  readonly depth: number;
}

/** Every transaction that the tiers have answered, as their observers told. */
export class HopLog {
  private readonly seen: SeenHop[] = [];
  private readonly watchers = new Set<() => void>();

  /** To be given to every tier. */
  readonly observe: Observer = (hop) => {
    const ended = performance.now();
    this.seen.push({ ...hop, ended, began: ended - hop.ms });
    for (const watch of this.watchers) watch();
  };

  /** A place in the log, for `since`. */
  mark(): number {
    return this.seen.length;
  }

  since(mark: number): SeenHop[] {
    return this.seen.slice(mark);
  }

  /** Calls `watch` after every hop, until the returned function is called. */
  watch(watch: () => void): () => void {
    this.watchers.add(watch);
    return () => { this.watchers.delete(watch); };
  }

  /** Waits until `holds` is true of the hops since `mark`; gives false when that did not happen in time. */
  until(mark: number, holds: (hops: readonly SeenHop[]) => boolean, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (held: boolean): void => {
        clearTimeout(timer);
        unwatch();
        resolve(held);
      };
      const look = (): void => { if (holds(this.since(mark))) end(true); };
      const unwatch = this.watch(look);
      const timer = setTimeout(() => end(false), timeoutMs);
      look();
    });
  }
}

/** Deliveries of the outbox happen after the transaction that wrote them and belong to no other. */
const delivered = new Set(catalogue.filter((row) => row.repeats === 'for good').map((row) => row.transType));

/** In the order in which they began, each below the one on whose behalf it was made. */
export function placed(hops: readonly SeenHop[]): PlacedHop[] {
  const ordered = hops.toSorted((one, other) => one.began - other.began);
  const depths = new Map<SeenHop, number>();
  for (const hop of ordered) {
    const above = ordered.findLast((each) => depths.has(each) && each.to === hop.from && each.ended >= hop.ended && !delivered.has(hop.transType));
    depths.set(hop, above === undefined ? 0 : (depths.get(above) ?? 0) + 1);
  }
  return ordered.map((hop) => ({ hop, depth: depths.get(hop) ?? 0 }));
}
