import { createHash } from 'node:crypto';
import { isEcdsaOnSm2Curve } from '../../crypto/sm2-recovery.js';
import { sm3 } from '../../crypto/sm3.js';
import { NumberLexeme } from '../../protocol/lexical-json.js';
import { gbkBytes } from './charsets.js';
import { addedMembers, choicesOf, otherSecrets, takenDepartures, wrongDepartures, type Departure } from './departures.js';
import { otherSigners, type DoctorKeys, type Signer } from './doctor-keys.js';
import type { Found } from './mistakes.js';
import { nothing, sm2Probe, sm3Probe, type Probe } from './probe.js';
import { readingsOfDigest, readingsOfSm2 } from './signature-readings.js';
import { documentedWriting, written, type Said, type Writing } from './writing.js';

/** How a message was signed. */
export interface Explanation {
  readonly found: readonly Found[];
  /** The string that was signed, as a writing of what was said. */
  readonly writing: Writing;
  /** Where it was signed with another timestamp. */
  readonly timestamp?: string;
}

export interface Question {
  readonly said: Said;
  readonly signType: 'SM2' | 'SM3';
  readonly signData: string;
  readonly keys: DoctorKeys;
  /** Who signs such a message, the right one first. */
  readonly signers: readonly Signer[];
}

export interface Searched {
  /** Undefined where nothing that was tried explains the signature. */
  readonly explanation: Explanation | undefined;
  /** The message is so long that not everything known was tried. */
  readonly cutShort: boolean;
}

/** Characters that are written and hashed for one message: about two seconds. A tier answers nothing else meanwhile, so a long message must not cost more than a short one. */
const MOST_CHARACTERS = 24_000_000;

/** To hash a character again costs so much less than to write and hash it. */
const HASHED_PER_WRITTEN = 4;

/** Looks for the string that was signed: as documented, as is taken, then under one mistake, then under two. */
export function search(question: Question): Searched {
  const searching = new Search(question);
  const explanation = searching.run();
  return { explanation, cutShort: explanation === undefined && searching.left < 0 };
}

class Search {
  /** Whatever the application's signers may have done. */
  private readonly near: Probe;
  /** The same signers with the usual user id, for the many strings. */
  private readonly usual: Probe;
  /** Other applications' keys. */
  private readonly far: Probe;
  private readonly seen = new Set<string>();
  /** Characters that may still be tried; below zero once something was left out. */
  left = MOST_CHARACTERS;

  constructor(private readonly question: Question) {
    const { signType, signData, keys, signers, said } = question;
    if (signType === 'SM3') {
      this.near = sm3Probe(readingsOfDigest(signData), keys.appSecret);
      this.usual = this.near;
      this.far = nothing;
      return;
    }
    const readings = readingsOfSm2(signData);
    const { orgId } = said.members;
    this.usual = sm2Probe(readings, signers, 'usual');
    this.near = sm2Probe(readings, signers, [keys.appId, ...(typeof orgId === 'string' ? [orgId] : [])]);
    this.far = sm2Probe(readings, otherSigners(keys), 'usual');
  }

  run(): Explanation | undefined {
    const one = [...wrongDepartures, ...otherSecrets(this.question.keys.others ?? []), ...addedMembers(this.question.said)];
    return this.first(choicesOf(takenDepartures, takenDepartures.length))
      ?? this.first(withTaken(choicesOf(one, 1), 2))
      ?? this.withTimestamp()
      ?? this.asEcdsa()
      ?? this.first(withTaken(choicesOf(wrongDepartures, 2), 1));
  }

  private first(choices: Iterable<readonly Departure[]>): Explanation | undefined {
    for (const departures of choices) {
      if (this.left < 0) return undefined;
      const writing = departures.reduce((before, { apply }) => apply(before), documentedWriting);
      const text = written(this.question.said, writing);
      this.left -= text.length;
      if (this.seen.has(text)) continue;
      this.seen.add(text);
      const hit = departures.length <= 1 ? this.hit(text) : this.usual.of(Buffer.from(text, 'utf8'));
      if (hit !== undefined) return { found: [...departures.map(({ found }) => found), ...hit], writing };
    }
    return undefined;
  }

  private hit(text: string): readonly Found[] | undefined {
    const utf8 = Buffer.from(text, 'utf8');
    const plain = this.near.of(utf8) ?? this.far.of(utf8);
    if (plain !== undefined) return plain;
    const gbk = gbkBytes(text);
    const inGbk = gbk === undefined || gbk.equals(utf8) ? undefined : this.near.of(gbk);
    if (inGbk !== undefined) return [{ name: 'gbk' }, ...inGbk];
    return this.question.signType === 'SM2' ? this.hitOfDigest(sm3(utf8)) : undefined;
  }

  /** Programs hash the string first and sign the digest, its bytes or its letters. */
  private hitOfDigest(digest: Buffer): readonly Found[] | undefined {
    const hex = digest.toString('hex');
    for (const bytes of [digest, Buffer.from(hex, 'ascii'), Buffer.from(hex.toUpperCase(), 'ascii')]) {
      const hit = this.near.of(bytes);
      if (hit !== undefined) return [{ name: 'digest-signed' }, ...hit];
    }
    return undefined;
  }

  /** Signed at another moment, not far away: every millisecond of five seconds, every second of an hour, before and after. */
  private withTimestamp(): Explanation | undefined {
    const { said } = this.question;
    const { timestamp } = said.members;
    const stood = timestamp instanceof NumberLexeme ? timestamp.text : timestamp;
    if (typeof stood !== 'string' || !/^\d{10,13}$/.test(stood)) return undefined;
    const [before, after] = splitAt(written(said, documentedWriting), `timestamp=${stood}`);
    if (before === undefined || after === undefined) return undefined;
    const probe = this.usual.startingWith(Buffer.from(before, 'utf8'));
    for (const moment of momentsAround(Number(stood), stood.length === 13 ? 1_000 : 1)) {
      const end = `timestamp=${moment}${after}`;
      this.left -= end.length / HASHED_PER_WRITTEN;
      if (this.left < 0) return undefined;
      const found = probe.of(Buffer.from(end, 'utf8'));
      if (found === undefined) continue;
      return { found: [{ name: 'timestamp-changed', detail: String(moment) }, ...found], writing: documentedWriting, timestamp: String(moment) };
    }
    return undefined;
  }

  private asEcdsa(): Explanation | undefined {
    const { signers, said, signType, signData } = this.question;
    if (signType === 'SM3') return undefined;
    const text = Buffer.from(written(said, documentedWriting), 'utf8');
    for (const { key, found } of signers) {
      const digests = [sm3(text), createHash('sha256').update(text).digest(), sm3(key.z, text)];
      for (const reading of readingsOfSm2(signData)) {
        if (!digests.some((digest) => isEcdsaOnSm2Curve(key, digest, reading.bytes))) continue;
        return { found: [{ name: 'signed-as-ecdsa' }, ...reading.found, ...found], writing: documentedWriting };
      }
    }
    return undefined;
  }
}

/** Each of these with up to `most` choices that are taken, the fewer first. */
function* withTaken(choices: Iterable<readonly Departure[]>, most: number): Generator<readonly Departure[]> {
  const wrong = [...choices];
  for (const taken of choicesOf(takenDepartures, most)) for (const each of wrong) yield [...each, ...taken];
}

function splitAt(text: string, mark: string): [string?, string?] {
  const at = text.indexOf(mark);
  return at < 0 ? [] : [text.slice(0, at), text.slice(at + mark.length)];
}

function* momentsAround(moment: number, perSecond: number): Generator<number> {
  for (let off = 1; off <= 5 * perSecond; off += 1) yield* [moment - off, moment + off];
  for (let seconds = 1; seconds <= 3_600; seconds += 1) yield* [moment - seconds * perSecond, moment + seconds * perSecond];
}
