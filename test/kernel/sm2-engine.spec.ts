import { describe, expect, it } from '@jest/globals';
import { generateSm2KeyPair, type Sm2Engine } from '../../src/crypto/sm2.js';
import type { openSm2Engine } from '../../src/crypto/sm2-engine.js';
import { nativeSm2 } from '../../src/crypto/sm2-native.js';
import type { Log } from '../../src/kernel/log.js';
import { sm2EngineOf } from '../../src/kernel/sm2-engine.js';

function opened(wanted: 'wasm' | 'native', open?: typeof openSm2Engine): { engine: Sm2Engine; lines: unknown[] } {
  const lines: unknown[] = [];
  const write = (level: string) => (...args: unknown[]) => { lines.push([level, ...args]); };
  const log = { debug: write('debug'), error: write('error') } as unknown as Log;
  return { engine: sm2EngineOf({ sm2Engine: wanted }, log, open), lines };
}

describe('the SM2 engine of a tier', () => {
  it.each(['wasm', 'native'] as const)('is the one the configuration names (%s), and the log names it', (wanted) => {
    const { engine, lines } = opened(wanted);
    expect(lines).toEqual([['debug', { engine: wanted }, 'SM2 engine']]);
    expect(engine === nativeSm2).toBe(wanted === 'native');
    const { privateKey, publicKey } = generateSm2KeyPair();
    const message = Buffer.from('one engine for all who sign');
    expect(nativeSm2.verify(publicKey, message, engine.sign(privateKey, message))).toBe(true);
  });

  it('is what the opening gives when the wanted one does not hold, and the log says so', () => {
    const { engine, lines } = opened('wasm', () => ({ name: 'native', engine: nativeSm2, fault: 'it does not verify the published signature' }));
    expect(engine).toBe(nativeSm2);
    expect(lines).toEqual([[
      'error', { wanted: 'wasm', serves: 'native', fault: 'it does not verify the published signature' }, 'the SM2 engine failed its test; the native one serves',
    ]]);
  });
});
