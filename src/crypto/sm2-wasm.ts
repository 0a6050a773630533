import { Sm2Kernel } from './sm2-kernel.js';
import { KeyTables } from './sm2-key-tables.js';
import type { Sm2PrivateKey, Sm2PublicKey } from './sm2-keys.js';
import { nativeSm2 } from './sm2-native.js';
import { NonceSource } from './sm2-nonce.js';
import { sm3 } from './sm3.js';
import type { Sm2Engine } from './sm2.js';

/** 256 tables of 66,560 bytes: 17 MB of address space, taken up as keys come. */
const KEY_TABLES = 256;

/** A private key made ready for signing: (1 + d)⁻¹, and the source of its nonces. Both are secret and live as long as the key. */
interface Prepared { readonly inverse: Buffer; readonly nonces: NonceSource }

/**
 * SM2 on the WebAssembly kernel of assembly/sm2. Signs with constant-time arithmetic as far as WebAssembly allows
 * (docs/sm2-engine.md). Verifies with a table for each public key in frequent use; the native engine serves all others, and decides where the
 * kernel cannot. Throws where WebAssembly with SIMD is missing.
 */
export class WasmSm2 implements Sm2Engine {
  private readonly kernel: Sm2Kernel;
  private readonly tables: KeyTables;
  private readonly prepared = new WeakMap<Sm2PrivateKey, Prepared>();

  /** `keyTables`: how many public keys may have a table at a time; `usesBeforeTable`: at which use a key gets one. */
  constructor({ keyTables = KEY_TABLES, usesBeforeTable }: { readonly keyTables?: number; readonly usesBeforeTable?: number } = {}) {
    this.kernel = new Sm2Kernel(keyTables);
    this.tables = new KeyTables(this.kernel, usesBeforeTable);
  }

  sign(key: Sm2PrivateKey, message: Uint8Array): Buffer {
    const { inverse, nonces } = this.preparedOf(key);
    const digest = sm3(key.publicKey.z, message);
    for (let attempt = 0; ; attempt += 1) {
      const nonce = nonces.nonceFor(digest, attempt);
      const signature = this.kernel.sign(digest, nonce, inverse);
      nonce.fill(0);
      if (signature) return signature;
    }
  }

  verify(key: Sm2PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
    if (signature.length !== 64) return false;
    const slot = this.tables.slotOf(key);
    if (slot === undefined) return nativeSm2.verify(key, message, signature);
    const verdict = this.kernel.verify(slot, sm3(key.z, message), signature);
    return verdict === 'undecided' ? nativeSm2.verify(key, message, signature) : verdict === 'verified';
  }

  private preparedOf(key: Sm2PrivateKey): Prepared {
    const known = this.prepared.get(key);
    if (known) return known;
    const scalar = key.scalar;
    const made = { inverse: this.kernel.prepareSigning(scalar), nonces: new NonceSource(scalar) };
    scalar.fill(0);
    this.prepared.set(key, made);
    return made;
  }
}
