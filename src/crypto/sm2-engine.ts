import { generateSm2KeyPair, parseSm2PrivateKey } from './sm2-keys.js';
import { nativeSm2 } from './sm2-native.js';
import { WasmSm2 } from './sm2-wasm.js';
import type { Sm2Engine } from './sm2.js';

export const sm2EngineNames = ['wasm', 'native'] as const;
export type Sm2EngineName = (typeof sm2EngineNames)[number];

/** The engine that serves from now on, and why it is not the one that was wanted. */
export interface OpenedSm2Engine {
  readonly name: Sm2EngineName;
  readonly engine: Sm2Engine;
  /** One sentence; absent if the wanted engine serves. */
  readonly fault?: string;
}

/** The published example of GB/T 32918.5 (its clause on signatures), for the identity 1234567812345678. */
const PUBLISHED = {
  privateKey: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8',
  message: 'message digest',
  signature: 'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
};
const ROUNDS = 8;

let wasm: OpenedSm2Engine | undefined;

/**
 * The engine of this name, once it has proven itself against the native one; otherwise the native one and the reason. There is one
 * kernel in a process: its tables are of use to every tier that lives there. The first call takes some 30 ms.
 */
export function openSm2Engine(wanted: Sm2EngineName): OpenedSm2Engine {
  if (wanted === 'native') return { name: 'native', engine: nativeSm2 };
  wasm ??= proven(() => new WasmSm2());
  return wasm;
}

/** Makes an engine and lets it serve if it holds against the native one. */
export function proven(make: () => Sm2Engine): OpenedSm2Engine {
  const unproven = (fault: string): OpenedSm2Engine => ({ name: 'native', engine: nativeSm2, fault });
  try {
    const engine = make();
    const fault = faultOf(engine);
    return fault === undefined ? { name: 'wasm', engine } : unproven(fault);
  } catch (error) {
    return unproven(error instanceof Error ? error.message : String(error));
  }
}

/** What this engine does otherwise than the native one: the published signature, and fresh keys both ways, whole and altered. */
function faultOf(engine: Sm2Engine): string | undefined {
  const { publicKey } = parseSm2PrivateKey(PUBLISHED.privateKey);
  const message = Buffer.from(PUBLISHED.message);
  // More often than a key needs to get a table, so that the kernel is asked too.
  for (let round = 0; round < ROUNDS; round += 1) {
    if (!engine.verify(publicKey, message, Buffer.from(PUBLISHED.signature, 'hex'))) return 'it does not verify the published signature';
  }
  const { privateKey } = generateSm2KeyPair();
  for (let round = 0; round < ROUNDS; round += 1) {
    const text = Buffer.from(`round ${round}`);
    const altered = Buffer.from(`round ${round}.`);
    const [own, native] = [engine.sign(privateKey, text), nativeSm2.sign(privateKey, text)];
    if (!nativeSm2.verify(privateKey.publicKey, text, own)) return 'its signature is not verified by OpenSSL';
    if (!engine.verify(privateKey.publicKey, text, native)) return 'it does not verify a signature of OpenSSL';
    if (engine.verify(privateKey.publicKey, altered, native)) return 'it verifies the signature of another message';
  }
  return undefined;
}
