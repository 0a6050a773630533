import { randomBytes, randomInt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Sm2Kernel } from '../../src/crypto/sm2-kernel.js';
import { generateSm2KeyPair } from '../../src/crypto/sm2.js';

/**
 * Does the time of a signature tell its nonce or its key? The test of dudect (O. Reparaz, J. Balasch, I. Verbauwhede, "Dude, is my code constant
 * time?", DATE 2017): two classes of secrets in random order, Welch's t of their times. Only on demand, on a machine that does
 * nothing else: SM2_TIMING=200000 (docs/testing.md). Passing means that this many measurements showed nothing, no more.
 */
const MEASUREMENTS = Number(process.env.SM2_TIMING ?? 0);
const LIMIT = 60_000 + MEASUREMENTS * 2;
/** From where on dudect speaks of a leak. */
const LEAK = 10;
/** Slow outliers say something of the machine; as dudect does, the largest t over several ways to cut them off counts. */
const WARM_UP = 5_000;
const KEPT = [0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1];

const kernel = new Sm2Kernel(6);
const digest = randomBytes(32);
const small = (): Buffer => randomBytes(32).fill(0, 0, 1);
const inverse = kernel.prepareSigning(generateSm2KeyPair().privateKey.scalar);
const sparse = Buffer.alloc(32).fill(1, 31);
const dense = Buffer.alloc(32, 0xff).fill(0x7f, 0, 1);

(MEASUREMENTS > 0 ? describe : describe.skip)(`${MEASUREMENTS} measurements of the SM2 kernel`, () => {
  const fixed = small();
  const signing = [
    { name: 'one nonce and random ones', classes: [() => fixed, small], sign: (nonce: Buffer) => kernel.sign(digest, nonce, inverse) },
    { name: 'the nonce 1 and random ones', classes: [() => sparse, small], sign: (nonce: Buffer) => kernel.sign(digest, nonce, inverse) },
    { name: 'a nonce of ones and random ones', classes: [() => dense, small], sign: (nonce: Buffer) => kernel.sign(digest, nonce, inverse) },
    { name: 'one key and random ones', classes: [() => fixed, small], sign: (key: Buffer) => kernel.sign(digest, fixed, key) },
    { name: 'the key whose (1 + d)⁻¹ is 1 and random ones', classes: [() => sparse, small], sign: (key: Buffer) => kernel.sign(digest, fixed, key) },
  ];

  it.each(signing)('tell no difference in signing between $name', ({ name, classes, sign }) => {
    const t = largestT(classes, sign);
    process.stdout.write(`timing: ${name}: |t| = ${t.toFixed(2)}\n`);
    expect(t).toBeLessThan(LEAK);
  }, LIMIT);

  it('tell a difference where there is one: verifying takes the time its scalars need', () => {
    kernel.prepareVerification(0, generateSm2KeyPair().publicKey.point);
    const t = largestT([() => sparse, small], (s) => kernel.verify(0, digest, Buffer.concat([sparse, s])));
    expect(t).toBeGreaterThan(LEAK);
  }, LIMIT);
});

/**
 * The largest |t| between the times of the two classes. All secrets are drawn beforehand into one block and reach the work through one buffer:
 * separate objects, or drawing in between, show in the times of a class and say nothing of the kernel.
 */
function largestT(classes: readonly (() => Buffer)[], work: (secret: Buffer) => unknown): number {
  const times: number[][] = [[], []];
  const drawn = Array.from({ length: MEASUREMENTS + WARM_UP }, () => randomInt(0, 2));
  const secrets = Buffer.alloc(drawn.length * 32);
  for (const [at, which] of drawn.entries()) secrets.set(classes[which](), at * 32);
  const secret = Buffer.alloc(32);
  for (const [at, which] of drawn.entries()) {
    secrets.copy(secret, 0, at * 32, at * 32 + 32);
    const began = process.hrtime.bigint();
    work(secret);
    const passed = Number(process.hrtime.bigint() - began);
    if (at >= WARM_UP) times[which].push(passed);
  }
  const all = times.flat().toSorted((x, y) => x - y);
  const limits = KEPT.map((share) => all[Math.min(all.length - 1, Math.floor(all.length * share))]);
  return Math.max(...limits.map((limit) => Math.abs(welch(times.map((each) => each.filter((time) => time <= limit))))));
}

function welch([a, b]: number[][]): number {
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const error = (values: number[], middle: number): number => values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  return (meanA - meanB) / Math.sqrt(error(a, meanA) + error(b, meanB));
}
