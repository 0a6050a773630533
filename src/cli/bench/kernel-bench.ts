import { generateSm2KeyPair, type Sm2Engine, type Sm2PrivateKey } from '../../crypto/sm2.js';
import { Sm2Kernel } from '../../crypto/sm2-kernel.js';
import { nativeSm2 } from '../../crypto/sm2-native.js';
import { referenceSm2 } from '../../crypto/sm2-reference.js';
import { WasmSm2 } from '../../crypto/sm2-wasm.js';
import { measured, type Comparison, type Measured, type RoundsWish } from './rounds.js';

export const NATIVE = 'node:crypto';
export const KERNEL = 'wasm';

/** How many times as fast as node:crypto the kernel is to be. */
export const KERNEL_TARGETS: Readonly<Record<string, number>> = { sign: 8, verify: 6 };

const MANY = 50;
/** As long as the string to sign of an ordinary request. */
const MESSAGE = Buffer.alloc(490, 'transType=ec.query&data=');

/** SM2 by the kernel, by node:crypto and by sm-crypto in one process. */
export function kernelBench(wish: RoundsWish): Measured[] {
  const wasm = new WasmSm2({ usesBeforeTable: 1 });
  const { privateKey } = generateSm2KeyPair();
  return measured([
    { act: 'sign', contenders: byEngines({ [NATIVE]: nativeSm2, [KERNEL]: wasm, 'sm-crypto': referenceSm2 }, (engine) => () => engine.sign(privateKey, MESSAGE)) },
    { act: 'verify', contenders: byEngines({ [NATIVE]: nativeSm2, [KERNEL]: wasm, 'sm-crypto': referenceSm2 }, (engine) => verification(engine, [privateKey])) },
    verificationOfMany(wasm),
    { act: 'make the table of a key', contenders: { [KERNEL]: tableOf(privateKey) } },
  ], wish);
}

/** Tables of many keys do not fit the caches of a processor as one does. */
function verificationOfMany(wasm: Sm2Engine): Comparison {
  const keys = Array.from({ length: MANY }, () => generateSm2KeyPair().privateKey);
  return { act: `verify, ${MANY} keys in turn`, contenders: byEngines({ [NATIVE]: nativeSm2, [KERNEL]: wasm }, (engine) => verification(engine, keys)) };
}

function byEngines(engines: Readonly<Record<string, Sm2Engine>>, work: (engine: Sm2Engine) => () => unknown): Comparison['contenders'] {
  return Object.fromEntries(Object.entries(engines).map(([name, engine]) => [name, work(engine)]));
}

function verification(engine: Sm2Engine, keys: readonly Sm2PrivateKey[]): () => void {
  const signed = keys.map((key) => ({ key: key.publicKey, signature: nativeSm2.sign(key, MESSAGE) }));
  let at = 0;
  return () => {
    const { key, signature } = signed[at];
    at = (at + 1) % signed.length;
    if (!engine.verify(key, MESSAGE, signature)) throw new Error('A good signature was refused.');
  };
}

function tableOf({ publicKey }: Sm2PrivateKey): () => void {
  const kernel = new Sm2Kernel(1);
  return () => kernel.prepareVerification(0, publicKey.point);
}
