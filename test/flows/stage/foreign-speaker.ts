import { randomUUID } from 'node:crypto';
import type { KeyRing } from '../../../src/protocol/key-ring.js';
import { documentedManner, type Manner } from '../../../src/protocol/manner.js';
import type { Travel } from '../../../src/protocol/seal.js';
import { fromJson, obj, opened, written, type Json, type Obj, type ReferenceKeys } from '../../protocol/reference-writer.mjs';
import { postRaw } from './raw-wire.js';

/** What a foreign program reads from an answer. */
export interface ForeignAnswer {
  readonly code: number;
  /** Whether the answer is signed in the manner of the program: it knows no other. */
  readonly trusted: boolean;
  readonly data: Readonly<Record<string, unknown>>;
  readonly detail: string | undefined;
}

/** How a foreign program writes, where it is not as documented. */
export type ForeignManner = Partial<Manner> & Partial<Pick<Travel, 'signType' | 'encType'>> & {
  /** The timestamp as it writes it, of epoch milliseconds; a text of them otherwise. */
  readonly time?: (now: number) => Json;
};

/** A program that others wrote (a hospital's, a channel's): it has the keys of an application and nothing of our code. */
export class ForeignSpeaker {
  private readonly keys: ReferenceKeys;
  private readonly manner: Manner;

  constructor({ appId, appSecret, signWith, verifyWith }: KeyRing, private readonly now: () => number, private readonly how: ForeignManner = {}) {
    this.keys = { appId, appSecret, privateKey: signWith.scalar.toString('hex'), otherPublicKey: verifyWith.point.toString('hex') };
    this.manner = { ...documentedManner, ...how };
  }

  /** A signed request; `data` is written to the letter. */
  letter(transType: string, data: Obj): string {
    const { signType = 'SM2', encType = 'plain', time = String } = this.how;
    const members = Object.entries({ appId: this.keys.appId, version: '1.0.0', encType, signType, transType, timestamp: time(this.now()), requestId: randomUUID() });
    return written({ members, data, keys: this.keys, manner: this.manner }).body;
  }

  asks(url: string, transType: string, data: Obj): Promise<ForeignAnswer> {
    return this.posts(url, this.letter(transType, data));
  }

  /** Posts a letter as it is, or as somebody on the way altered it. */
  async posts(url: string, letter: string): Promise<ForeignAnswer> {
    const { answer } = await postRaw({ url, body: letter });
    const { trusted, data } = opened(JSON.stringify(answer), this.keys, this.manner);
    return { code: answer.code, trusted, data, detail: answer.detail };
  }
}

/** A plain object as the reference writer takes it, with further members behind. */
export const foreign = (fields: object, ...further: readonly (readonly [string, Json])[]): Obj => (
  obj(...(fromJson(JSON.stringify(fields)) as Obj).members, ...further)
);

/** The same letter with another text at one place. */
export const replacedIn = (letter: string, from: string, to: string): string => {
  if (!letter.includes(from)) throw new Error(`${from} does not stand in the letter`);
  return letter.replace(from, to);
};
