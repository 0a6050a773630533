import type { Credential } from './credential.js';
import type { Institution } from './province.js';
import { must } from './refused.js';
import type { Tally } from './tally.js';
import { TOKEN_LIVES, type Identity, type Place } from './words.js';

/** 鉴权 TOKEN (2.10): one institution, one business, one person, one place. */
export interface Token {
  readonly no: number;
  readonly institution: Institution;
  readonly businessType: string;
  readonly credential: Credential;
  readonly identity: Identity;
  readonly place: Place;
  readonly expiresAt: number;
  state: 'valid' | 'used' | 'void';
  /** Known once it was answered. */
  value: string;
}

/** The tokens of one province (INT-15). */
export class TokenDesk {
  readonly all: Token[] = [];

  constructor(private readonly province: string, private readonly tally: Tally) {}

  issue(token: Omit<Token, 'no' | 'state' | 'value' | 'expiresAt'>, now: number): Token {
    const issued: Token = { ...token, no: this.all.length + 1, expiresAt: now + TOKEN_LIVES, state: 'valid', value: '' };
    this.all.push(issued);
    this.tally.count(this.province, 'ec_token');
    return issued;
  }

  /** Unknown here, used, void or expired: `501001`. */
  requireValid(token: Token, now: number): void {
    must(this.all.includes(token) && token.state === 'valid' && token.expiresAt > now, 'tokenInvalid');
  }

  /** 4.11, INT-80: valid, and of this institution for this business. */
  requireFor(token: Token, institution: Institution, businessType: string, now: number): void {
    this.requireValid(token, now);
    must(token.institution === institution && token.businessType === businessType, 'tokenInvalid');
  }

  /** INT-45: every token of a credential that is not used up. */
  voidOf(credential: Credential): void {
    for (const token of this.all) if (token.credential === credential && token.state === 'valid') token.state = 'void';
  }
}
