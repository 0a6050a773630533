import { createSecretKey, type KeyObject } from 'node:crypto';
import { equalBytes } from './equal.js';
import { randomBytesOf } from './random.js';
import { hmacSm3 } from './sm3.js';
import { sm4CbcDecrypt, sm4CbcEncrypt, sm4Key, type Sm4Key } from './sm4.js';

/**
 * Authenticated encryption of what is stored. Encrypt-then-MAC of SM4-CBC and HMAC-SM3, because the OpenSSL 3.0 inside
 * Node 20 has no SM4-GCM.
 *
 *     version 01 ‖ IV (16, random) ‖ SM4-CBC cipher text (a multiple of 16) ‖ HMAC-SM3 (32)
 *
 * The MAC covers version ‖ IV ‖ cipher text ‖ context (UTF-8) ‖ length of the cipher text (4 bytes, big endian). The
 * length is there so that no byte can move between cipher text and context without being noticed.
 */
const VERSION = 1;
const HEAD = 1 + 16;
const MAC = 32;
const SMALLEST = HEAD + 16 + MAC;

declare const boxKeyBrand: unique symbol;

/** The two keys of a box, made by {@link boxKey} from one secret. */
export interface BoxKey {
  readonly [boxKeyBrand]: true;
  readonly cipherKey: Sm4Key;
  readonly macKey: KeyObject;
}

/** A box that was altered, cut, sealed under another key or for another context. */
export class BoxError extends Error {
  override readonly name = 'BoxError';
}

/**
 * Derives both keys of a box from 32 secret bytes: HMAC-SM3(secret, label), with one label for each key, the cipher key
 * being the first 16 bytes. Throws {@link BoxError} on any other length.
 */
export function boxKey(secret32: Uint8Array): BoxKey {
  if (secret32.length !== 32) throw new BoxError(`The secret of a box has 32 bytes, not ${secret32.length}.`);
  const cipherKey = sm4Key(hmacSm3(secret32, 'openec sealed box 1: cipher').subarray(0, 16));
  const macKey = createSecretKey(hmacSm3(secret32, 'openec sealed box 1: mac'));
  return { cipherKey, macKey } as BoxKey;
}

/**
 * Seals `plain` for one `context`, a text that says where the box belongs (table, column, row). A box moved to another
 * place does not open there.
 */
export function sealBox(key: BoxKey, plain: Uint8Array, context: string): Buffer {
  const iv = randomBytesOf(16);
  const body = Buffer.concat([Buffer.of(VERSION), iv, sm4CbcEncrypt(key.cipherKey, iv, plain)]);
  return Buffer.concat([body, macOf(key, body, context)]);
}

/** Opens a box; throws {@link BoxError} unless key, context and every byte are those of {@link sealBox}. */
export function openBox(key: BoxKey, box: Uint8Array, context: string): Buffer {
  const bytes = Buffer.from(box.buffer, box.byteOffset, box.length);
  if (bytes.length < SMALLEST) throw new BoxError(`A sealed box has at least ${SMALLEST} bytes, not ${bytes.length}.`);
  if (bytes[0] !== VERSION) throw new BoxError(`A sealed box of version ${bytes[0]} is not known here.`);
  const body = bytes.subarray(0, -MAC);
  if (!equalBytes(macOf(key, body, context), bytes.subarray(-MAC))) {
    throw new BoxError('The sealed box was altered, or sealed under another key or for another context.');
  }
  return sm4CbcDecrypt(key.cipherKey, body.subarray(1, HEAD), body.subarray(HEAD));
}

function macOf(key: BoxKey, body: Buffer, context: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length - HEAD);
  return hmacSm3(key.macKey, body, context, length);
}
