import { describe, expect, it } from '@jest/globals';
import { generateSm2KeyPair, type Sm2Engine } from '../../src/crypto/sm2.js';
import { openSm2Engine, proven } from '../../src/crypto/sm2-engine.js';
import { nativeSm2 } from '../../src/crypto/sm2-native.js';
import { WasmSm2 } from '../../src/crypto/sm2-wasm.js';

describe('the engine a tier opens', () => {
  it('is the kernel, one for the process, when it is wanted and holds', () => {
    const opened = openSm2Engine('wasm');
    expect(opened).toEqual({ name: 'wasm', engine: expect.any(WasmSm2) });
    expect(openSm2Engine('wasm').engine).toBe(opened.engine);
  });

  it('is the native one when that is wanted', () => {
    expect(openSm2Engine('native')).toEqual({ name: 'native', engine: nativeSm2 });
  });

  const altered = (signature: Buffer): Buffer => Buffer.concat([signature.subarray(0, 63), Buffer.of(signature[63] ^ 1)]);
  const faults: { fault: string; engine: Sm2Engine }[] = [
    { fault: 'it does not verify the published signature', engine: { ...nativeSm2, verify: () => false } },
    { fault: 'it verifies the signature of another message', engine: { ...nativeSm2, verify: () => true } },
    { fault: 'its signature is not verified by OpenSSL', engine: { ...nativeSm2, sign: (key, message) => altered(nativeSm2.sign(key, message)) } },
    {
      fault: 'it does not verify a signature of OpenSSL',
      engine: { ...nativeSm2, verify: (key, message, signature) => message.toString() === 'message digest' && nativeSm2.verify(key, message, signature) },
    },
  ];
  it.each(faults)('is the native one when the other fails: $fault', ({ fault, engine }) => {
    expect(proven(() => engine)).toEqual({ name: 'native', engine: nativeSm2, fault });
  });

  it('is the native one when an engine goes wrong late, after verifying rightly at first', () => {
    let calls = 0;
    const late: Sm2Engine = { ...nativeSm2, verify: (key, message, signature) => { calls += 1; return calls < 12 && nativeSm2.verify(key, message, signature); } };
    expect(proven(() => late).name).toBe('native');
  });

  it('is the native one, with the reason, where WebAssembly or SIMD is missing', () => {
    const opened = proven(() => { throw new Error('WebAssembly.Module(): invalid value type'); });
    expect(opened).toEqual({ name: 'native', engine: nativeSm2, fault: 'WebAssembly.Module(): invalid value type' });
    const { privateKey, publicKey } = generateSm2KeyPair();
    const message = Buffer.from('served all the same');
    expect(opened.engine.verify(publicKey, message, opened.engine.sign(privateKey, message))).toBe(true);
  });
});
