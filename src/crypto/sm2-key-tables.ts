import type { Sm2Kernel } from './sm2-kernel.js';
import type { Sm2PublicKey } from './sm2-keys.js';

/**
 * A table costs about as much time as it saves in four verifications, so a key gets one at the fourth. A key that is
 * seen less often than that among so many others never pushes out a table of a key that is used.
 */
export const USES_BEFORE_TABLE = 4;

/** Which public keys have a table in the kernel. When all slots are taken, the key not used for longest loses its own. */
export class KeyTables {
  /** Keys with their slot, and keys seen with the number of their uses; both in the order of the last use. */
  private readonly slots = new Map<string, number>();
  private readonly seen = new Map<string, number>();

  constructor(private readonly kernel: Pick<Sm2Kernel, 'slots' | 'prepareVerification'>, private readonly usesBeforeTable = USES_BEFORE_TABLE) {}

  /** The slot with the table of this key, made now if it is time; undefined while the key is too rarely used. */
  slotOf(key: Sm2PublicKey): number | undefined {
    const name = key.point.toString('latin1');
    const slot = this.slots.get(name);
    if (slot !== undefined) {
      this.slots.delete(name);
      this.slots.set(name, slot);
      return slot;
    }
    return this.isFrequent(name) ? this.take(name, key) : undefined;
  }

  private isFrequent(name: string): boolean {
    const uses = (this.seen.get(name) ?? 0) + 1;
    this.seen.delete(name);
    if (uses >= this.usesBeforeTable) return true;
    this.seen.set(name, uses);
    if (this.seen.size > this.kernel.slots) this.seen.delete(oldestOf(this.seen));
    return false;
  }

  private take(name: string, key: Sm2PublicKey): number {
    const slot = this.slots.size < this.kernel.slots ? this.slots.size : this.giveUpOldest();
    this.kernel.prepareVerification(slot, key.point);
    this.slots.set(name, slot);
    return slot;
  }

  private giveUpOldest(): number {
    const oldest = oldestOf(this.slots);
    const slot = this.slots.get(oldest) as number;
    this.slots.delete(oldest);
    return slot;
  }
}

function oldestOf(map: ReadonlyMap<string, number>): string {
  return map.keys().next().value as string;
}
