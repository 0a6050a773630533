import type { Channel } from './channels.js';
import { Tries } from './tries.js';
import type { Identity, Place } from './words.js';

export type CredentialState = 'registered' | 'activated' | 'superseded';
export type AgreementState = 'granted' | 'suspended' | 'revoked';

/** 个人渠道授权: one person's word to one channel, for which the channel holds a code. */
export interface Agreement {
  readonly channel: Channel;
  readonly credential: Credential;
  state: AgreementState;
  /** Number of national's last word about it. */
  word: number;
  /** 个人渠道授权码; known once it was answered. */
  code: string;
}

/** 医保电子凭证 of one identity (4.1), as national knows it. */
export class Credential {
  state: CredentialState = 'registered';
  password: string | undefined;
  passwordTries = new Tries();
  faceTries = new Tries();
  /** The last agreement with each channel. */
  readonly agreements = new Map<Channel, Agreement>();
  /** Provinces that were told something of it and must be told the rest. */
  readonly holders = new Set<string>();
  /** Number of national's last word about it. */
  word = 0;

  constructor(readonly identity: Identity, readonly person: Person) {}

  /** INT-44: who returns to a former identity gets its number again, and nothing of its former life. */
  startAgain(): void {
    this.state = 'registered';
    this.password = undefined;
    this.passwordTries = new Tries();
    this.faceTries = new Tries();
  }
}

/** 参保人. */
export class Person {
  /** National's list. */
  places: readonly Place[] = [];
  /** The one that is not superseded; undefined while nobody has reported the person. */
  credential: Credential | undefined;

  /** `aliases`: under whom else the person may come to stand in the register (4.4). */
  constructor(readonly name: string, public identity: Identity, readonly aliases: readonly Identity[]) {}
}
