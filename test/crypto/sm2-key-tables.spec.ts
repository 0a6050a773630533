import { describe, expect, it } from '@jest/globals';
import { generateSm2KeyPair, Sm2PublicKey } from '../../src/crypto/sm2.js';
import { KeyTables } from '../../src/crypto/sm2-key-tables.js';
import { WasmSm2 } from '../../src/crypto/sm2-wasm.js';

const keys = Array.from({ length: 8 }, () => generateSm2KeyPair().publicKey);

function tablesOf(slots: number): { tables: KeyTables; made: [number, Uint8Array][]; use: (key: Sm2PublicKey, times: number) => (number | undefined)[] } {
  const made: [number, Uint8Array][] = [];
  const tables = new KeyTables({ slots, prepareVerification: (slot, point) => { made.push([slot, point]); } });
  return { tables, made, use: (key, times) => Array.from({ length: times }, () => tables.slotOf(key)) };
}

describe('tables of public keys', () => {
  it('are made at the fourth use, once', () => {
    const { made, use } = tablesOf(4);
    expect(use(keys[0], 6)).toEqual([undefined, undefined, undefined, 0, 0, 0]);
    expect(made).toEqual([[0, keys[0].point]]);
  });

  it('belong to the point, not to the object that holds it', () => {
    const { made, use } = tablesOf(4);
    use(keys[0], 4);
    expect(use(new Sm2PublicKey(keys[0].point), 1)).toEqual([0]);
    expect(made).toHaveLength(1);
  });

  it('are given up by the key that was not used for longest', () => {
    const { made, use } = tablesOf(2);
    use(keys[0], 4);
    use(keys[1], 4);
    use(keys[0], 1);
    expect(use(keys[2], 4).at(-1)).toBe(1);
    expect(use(keys[0], 1)).toEqual([0]);
    expect(use(keys[1], 4)).toEqual([undefined, undefined, undefined, 1]);
    expect(made.map(([slot]) => slot)).toEqual([0, 1, 1, 1]);
  });

  it('are not pushed out by a parade of keys that come once each time', () => {
    const { made, use } = tablesOf(2);
    use(keys[0], 4);
    use(keys[1], 4);
    for (let round = 0; round < 20; round += 1) for (const key of keys.slice(2)) use(key, 1);
    expect([use(keys[0], 1), use(keys[1], 1)]).toEqual([[0], [1]]);
    expect(made).toHaveLength(2);
  });
});

describe('the engine', () => {
  it('verifies rightly while keys change places in few tables', () => {
    const engine = new WasmSm2({ keyTables: 4, usesBeforeTable: 2 });
    const signed = Array.from({ length: 12 }, (_, at) => {
      const { privateKey, publicKey } = generateSm2KeyPair();
      const message = Buffer.from(`message ${at}`);
      return { publicKey, message, signature: engine.sign(privateKey, message) };
    });
    for (let round = 0; round < 300; round += 1) {
      const one = signed[(round * round + (round >> 2)) % signed.length];
      const other = signed[(round + 5) % signed.length];
      expect(engine.verify(one.publicKey, one.message, one.signature)).toBe(true);
      expect(engine.verify(one.publicKey, one.message, other.signature)).toBe(one === other);
    }
  });
});
