import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { generateSm2KeyPair, type Sm2PrivateKey, type Sm2PublicKey } from '../../src/crypto/sm2.js';
import { nativeSm2 } from '../../src/crypto/sm2-native.js';
import { signatureFromDer, signatureToDer } from '../../src/crypto/sm2-signature.js';
import { WasmSm2 } from '../../src/crypto/sm2-wasm.js';

/** Each signature starts a process of its own. More on demand (docs/testing.md). */
const RUNS = Number(process.env.OPENSSL_RUNS ?? 100);
/** LibreSSL knows SM2 under other options; only OpenSSL is asked. */
const present = /^OpenSSL (?:[3-9]|1\.1\.1)/.test(String(spawnSync('openssl', ['version']).stdout ?? ''));
const engines = [nativeSm2, new WasmSm2({ usesBeforeTable: 1 })];
const identity = ['-sigopt', 'distid:1234567812345678'];

const folder = mkdtempSync(join(tmpdir(), 'openec-openssl-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

function signedByCommand(key: Sm2PrivateKey, message: Buffer): Buffer {
  const pem = file('private.pem', key.keyObject.export({ type: 'pkcs8', format: 'pem' }));
  return execFileSync('openssl', ['dgst', '-sm3', '-sign', pem, ...identity, file('message', message)]);
}

function takenByCommand(key: Sm2PublicKey, message: Buffer, der: Uint8Array): boolean {
  const pem = file('public.pem', key.keyObject.export({ type: 'spki', format: 'pem' }));
  const { status } = spawnSync('openssl', ['dgst', '-sm3', '-verify', pem, '-signature', file('signature', der), ...identity, file('message', message)]);
  return status === 0;
}

(present ? describe : describe.skip)(`${RUNS} random keys and messages and OpenSSL's command line`, () => {
  it('what it signs, we verify, and what we sign, it verifies; neither takes an altered message', () => {
    for (let run = 0; run < RUNS; run += 1) {
      const { privateKey, publicKey } = generateSm2KeyPair();
      const message = randomBytes(randomInt(1, 300));
      const altered = Buffer.concat([message, Buffer.alloc(1)]);
      const theirs = signatureFromDer(signedByCommand(privateKey, message)) ?? Buffer.alloc(0);
      for (const engine of engines) expect([engine.verify(publicKey, message, theirs), engine.verify(publicKey, altered, theirs)]).toEqual([true, false]);
      const ours = signatureToDer(engines[run % engines.length].sign(privateKey, message));
      expect([takenByCommand(publicKey, message, ours), takenByCommand(publicKey, altered, ours)]).toEqual([true, false]);
    }
  }, Math.max(120_000, RUNS * 400));
});
