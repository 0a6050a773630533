import { SM2_G } from './sm2-curve.js';
import { SM2_KERNEL } from './sm2-kernel-wasm.js';

/** What the kernel says of a signature; `undecided` once in some 2²⁵⁰ signatures, or where somebody who knows the private key made it so. */
export type KernelVerdict = 'refused' | 'verified' | 'undecided';

interface Exports {
  start(): void;
  prepareVerification(slot: number): void;
  verify(slot: number): number;
  prepareKey(): void;
  sign(): number;
  readonly DIGEST: Address;
  readonly SIGNATURE_R: Address;
  readonly POINT_X: Address;
  readonly SECRET: Address;
  readonly INVERSE: Address;
  readonly KEY_TABLES: Address;
  readonly KEY_TABLE_LENGTH: Address;
}
interface Address { readonly value: number }

/** Node has it; its type declarations leave it to those of browsers. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
};

const PAGE = 65_536;
const VERDICTS: readonly KernelVerdict[] = ['refused', 'verified', 'undecided'];
/** The kernel uses the room of the first key tables while it makes its own. */
const FEWEST_SLOTS = 6;

/**
 * The WebAssembly kernel of assembly/sm2: SM2 signatures of digests. Numbers are 32 bytes, big endian. It has one memory and no
 * state between calls but its tables, so one instance serves a process; nothing in it waits.
 *
 * The first bytes of the memory are reserved for values that come and go; all calls copy in and out.
 */
export class Sm2Kernel {
  readonly slots: number;
  private readonly kernel: Exports;
  private readonly memory: Buffer;

  /** Makes room for the tables of `slots` public keys, 66,560 bytes each, and computes those of G: some 15 ms. Throws where WebAssembly with SIMD is missing. */
  constructor(slots: number) {
    this.slots = Math.max(FEWEST_SLOTS, slots);
    const module = new WebAssembly.Module(Buffer.from(SM2_KERNEL, 'base64'));
    const pages = pagesFor(this.slots);
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    this.kernel = new WebAssembly.Instance(module, { env: { memory } }).exports as Exports;
    this.memory = Buffer.from(memory.buffer);
    this.requireRoom();
    this.memory.set(SM2_G, this.kernel.POINT_X.value);
    this.kernel.start();
  }

  /** Makes the table of a public key, 65 bytes 04‖X‖Y of a point proven to lie on the curve, in `slot`: half a millisecond. */
  prepareVerification(slot: number, point: Uint8Array): void {
    this.memory.set(point.subarray(1), this.kernel.POINT_X.value);
    this.kernel.prepareVerification(this.checked(slot));
  }

  /** Is r‖s a signature of the digest e under the key whose table stands in `slot`? */
  verify(slot: number, digest: Uint8Array, signature: Uint8Array): KernelVerdict {
    this.memory.set(digest, this.kernel.DIGEST.value);
    this.memory.set(signature, this.kernel.SIGNATURE_R.value);
    return VERDICTS[this.kernel.verify(this.checked(slot))];
  }

  /** (1 + d)⁻¹ mod n of a private key d; as secret as d itself. */
  prepareSigning(scalar: Uint8Array): Buffer {
    const { SECRET, INVERSE } = this.kernel;
    this.memory.set(scalar, SECRET.value);
    this.kernel.prepareKey();
    const inverse = Buffer.from(this.memory.subarray(INVERSE.value, INVERSE.value + 32));
    this.memory.fill(0, INVERSE.value, INVERSE.value + 32);
    return inverse;
  }

  /** r‖s of the digest e with this nonce, which must never be used again; undefined if this nonce cannot be used. */
  sign(digest: Uint8Array, nonce: Uint8Array, inverse: Uint8Array): Buffer | undefined {
    const { DIGEST, SECRET, INVERSE, SIGNATURE_R } = this.kernel;
    this.memory.set(digest, DIGEST.value);
    this.memory.set(nonce, SECRET.value);
    this.memory.set(inverse, INVERSE.value);
    if (this.kernel.sign() === 0) return undefined;
    return Buffer.from(this.memory.subarray(SIGNATURE_R.value, SIGNATURE_R.value + 64));
  }

  private requireRoom(): void {
    const needed = this.kernel.KEY_TABLES.value + this.slots * this.kernel.KEY_TABLE_LENGTH.value;
    if (needed > this.memory.length) throw new RangeError(`The SM2 kernel needs ${needed} bytes and has ${this.memory.length}.`);
  }

  private checked(slot: number): number {
    if (!Number.isInteger(slot) || slot < 0 || slot >= this.slots) throw new RangeError(`The SM2 kernel has no table ${slot}.`);
    return slot;
  }
}

/** Memory of the kernel in front of the key tables (assembly/sm2/memory.ts), and that of the tables. */
function pagesFor(slots: number): number {
  return Math.ceil((629_760 + slots * 66_560) / PAGE);
}
