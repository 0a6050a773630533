import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Sm2Kernel } from '../../src/crypto/sm2-kernel.js';
import { isOnCurve, SM2_B } from '../../src/crypto/sm2-curve.js';
import { generateSm2KeyPair } from '../../src/crypto/sm2.js';
import { hex, loadVectors } from './load-vectors.js';
import { add, bytesOf, G, inverse, mod, N, numberIn, P, pointBytes, power, sign, times, timesG, type Point } from './textbook-sm2.js';

interface Vectors { privateKey: string; publicKey: string; e: string; k: string; signature: string }
const vectors = loadVectors<Vectors>('sm2-signature');
const kernel = new Sm2Kernel(8);
const d = numberIn(hex(vectors.privateKey));
const prepared = kernel.prepareSigning(hex(vectors.privateKey));

const signed = (e: bigint, k: bigint, secret = d): Buffer | undefined => (
  kernel.sign(bytesOf(e), bytesOf(k), secret === d ? prepared : kernel.prepareSigning(bytesOf(secret)))
);

describe('the kernel signs', () => {
  it('the published example with the published nonce to the published signature', () => {
    expect(kernel.sign(hex(vectors.e), hex(vectors.k), prepared)?.toString('hex')).toBe(vectors.signature);
  });

  it('with (1 + d)⁻¹ for any d', () => {
    for (const secret of [1n, 2n, N - 2n, N >> 1n, ...random(20)]) {
      expect(numberIn(kernel.prepareSigning(bytesOf(secret)))).toBe(inverse(1n + secret, N));
    }
  });

  it('with nonces at every edge of their digits as the textbook does', () => {
    const powers = Array.from({ length: 256 }, (_, bit) => 1n << BigInt(bit)).flatMap((each) => [each - 1n, each, each + 1n]);
    const edges = [...powers, ...powers.map((each) => N - each)].filter((k) => k > 0n && k < N);
    for (const k of edges) expect(signed(numberIn(hex(vectors.e)), k)).toEqual(sign(d, numberIn(hex(vectors.e)), k));
  });

  it('random digests, nonces and keys as the textbook does, digests of n and more among them', () => {
    const digests = [0n, 1n, N - 1n, N, N + 1n, P, (1n << 256n) - 1n, ...random(60)];
    for (const [at, e] of digests.entries()) {
      const [k, secret] = random(2);
      expect(signed(e, k, at % 2 === 0 ? d : secret)).toEqual(sign(at % 2 === 0 ? d : secret, e, k));
    }
  });

  it('with no nonce that is zero or not below n', () => {
    for (const k of [0n, N, N + 1n, (1n << 256n) - 1n]) expect(signed(1n, k)).toBeUndefined();
  });

  it('with no nonce that gives r = 0, r + k = n or s = 0', () => {
    for (const k of random(10)) {
      const x = timesG(k).x;
      const refused = [mod(-x, N), mod(-k - x, N), mod(k * inverse(d, N) - x, N)];
      for (const e of refused) {
        expect(sign(d, e, k)).toBeUndefined();
        expect(signed(e, k)).toBeUndefined();
        expect(signed(mod(e + 1n, N), k)).toEqual(sign(d, mod(e + 1n, N), k));
      }
    }
  });

  it('and keeps nothing of nonce, key and what was computed from them', () => {
    const memory = (kernel as unknown as { memory: Buffer }).memory;
    const nonce = randomBytes(32).fill(0, 0, 1);
    expect(kernel.sign(hex(vectors.e), nonce, prepared)).toBeDefined();
    for (const secret of [nonce, Buffer.from(nonce).reverse(), prepared, Buffer.from(prepared).reverse()]) {
      expect(memory.indexOf(secret.subarray(8, 24))).toBe(-1);
    }
    const [work, batch] = [0x400, 0x1000];
    expect(memory.subarray(work, batch).every((byte) => byte === 0)).toBe(true);
  });
});

describe('the kernel verifies', () => {
  it('the published signature, and nothing beside it', () => {
    kernel.prepareVerification(0, hex(vectors.publicKey));
    expect(kernel.verify(0, hex(vectors.e), hex(vectors.signature))).toBe('verified');
    expect(kernel.verify(0, hex(vectors.k), hex(vectors.signature))).toBe('refused');
  });

  it('under small keys and large ones, each in every slot', () => {
    for (const [at, secret] of [2n, 3n, 16n, 17n, 31n, 32n, N - 2n, N - 3n, ...random(8)].entries()) {
      const slot = at % kernel.slots;
      kernel.prepareVerification(slot, pointBytes(timesG(secret)));
      const [e, k] = random(2);
      const signature = sign(secret, e, k) ?? Buffer.alloc(64);
      expect(kernel.verify(slot, bytesOf(e), signature)).toBe('verified');
      expect(kernel.verify(slot, bytesOf(e ^ 1n), signature)).toBe('refused');
    }
  });

  it('where x1 is n or more, which happens once in 2¹²⁸ signatures, so the key is made for it', () => {
    for (const sum of pointsWithLargeX(5)) {
      const [s, t] = random(2);
      const key = times(inverse(t, N), add(sum, timesG(N - s)));
      kernel.prepareVerification(1, pointBytes(key));
      const r = mod(t - s, N);
      const e = mod(r - (sum?.x ?? 0n), N);
      const signature = Buffer.concat([bytesOf(r), bytesOf(s)]);
      expect(kernel.verify(1, bytesOf(e), signature)).toBe('verified');
      expect(kernel.verify(1, bytesOf(mod(e + 1n, N)), signature)).toBe('refused');
    }
  });

  it('not, but says so, where s·G and t·P are the same or opposite points', () => {
    const secret = 2n;
    kernel.prepareVerification(2, pointBytes(timesG(secret)));
    for (const [s, t] of [[2n, 1n], [N - 2n, 1n], [4n, 2n], [8n, 4n]]) {
      const r = mod(t - s, N);
      const e = mod(r - (times(s + t * secret, G)?.x ?? 0n), N);
      expect(kernel.verify(2, bytesOf(e), Buffer.concat([bytesOf(r), bytesOf(s)]))).toBe('undecided');
    }
  });

  it('no r or s that is zero or not below n, and not r + s = n', () => {
    const refused: [bigint, bigint][] = [[0n, 1n], [1n, 0n], [0n, 0n], [N, 1n], [1n, N], [N + 1n, 1n], [1n, (1n << 256n) - 1n], [1n, N - 1n], [N - 1n, 1n]];
    for (const [r, s] of refused) {
      expect(kernel.verify(0, hex(vectors.e), Buffer.concat([bytesOf(r), bytesOf(s)]))).toBe('refused');
    }
  });

  it('only with tables that it has', () => {
    for (const slot of [-1, 8, 0.5, Number.NaN]) {
      expect(() => kernel.verify(slot, hex(vectors.e), hex(vectors.signature))).toThrow(RangeError);
      expect(() => kernel.prepareVerification(slot, generateSm2KeyPair().publicKey.point)).toThrow(RangeError);
    }
  });
});

function random(count: number): bigint[] {
  return Array.from({ length: count }, () => mod(numberIn(randomBytes(40)), N - 2n) + 1n);
}

/** Points whose x lies in n … p − 1: p ends in 3 modulo 4, so a root of the right side is its power (p + 1)/4. */
function pointsWithLargeX(count: number): Point[] {
  const found: Point[] = [];
  for (let x = N; found.length < count; x += 1n) {
    const y = power(mod(x * x * x - 3n * x + numberIn(SM2_B), P), (P + 1n) / 4n, P);
    if (isOnCurve(Buffer.concat([bytesOf(x), bytesOf(y)]))) found.push({ x, y });
  }
  return found;
}
