import { Inject, Injectable } from '@nestjs/common';
import { randomBytesOf } from '../../../crypto/random.js';
import { hashPassword, verifyPassword } from '../../../crypto/password-hash.js';
import type { CredentialNumber } from '../../../protocol/identifiers.js';
import { refuse, type Refusal } from '../../../protocol/refusal.js';
import { AUTHORIZATION_SETTINGS, type AuthorizationSettings } from './authorization-settings.js';
import { CredentialPasswordStore } from './credential-password.store.js';
import { Lockout } from './lockout.js';

export type PasswordVerdict = 'right' | 'wrong' | 'not set';

/** 电子凭证密码 (4.2): compares, counts what is wrong, and locks. Wherever a password is asked for, these are the same tries. */
@Injectable()
export class PasswordCheck {
  /** A hash that no password matches is compared where there is none, so that time tells nobody whether a person is known. */
  private decoy: Promise<string> | undefined;

  constructor(
    private readonly passwords: CredentialPasswordStore, private readonly lockout: Lockout,
    @Inject(AUTHORIZATION_SETTINGS) private readonly settings: AuthorizationSettings,
  ) {}

  /** What is stored of a password. Slow on purpose: call it before the unit of work that every other writer waits for. */
  hash(password: string): Promise<string> {
    return hashPassword(password, this.settings.passwordHashCost);
  }

  /** A lock is refused at once (`500004`), before anything is compared. `field` is the request's. */
  async requireUnlocked(credentialNumber: CredentialNumber, field: string, now: number): Promise<void> {
    const why = await this.lockout.whyLocked('password', credentialNumber, now);
    if (why !== undefined) throw notAccepted(field, why);
  }

  /** Slow on purpose: call it outside any unit of work. Takes the same time for a credential that nobody knows (undefined). */
  async compare(credentialNumber: CredentialNumber | undefined, password: string): Promise<PasswordVerdict> {
    // Made by the first comparison, whatever it is about, so that it tells nothing either.
    this.decoy ??= this.hash(randomBytesOf(32).toString('hex'));
    const decoy = await this.decoy;
    const hash = credentialNumber && (await this.passwords.find(credentialNumber));
    const matches = await verifyPassword(password, hash ?? decoy);
    if (hash === undefined) return 'not set';
    return matches ? 'right' : 'wrong';
  }

  /** What the verdict means, in the open unit of work: undefined lets it pass; `500042`, or `500004` with the tries that are left. */
  async judge(credentialNumber: CredentialNumber, verdict: PasswordVerdict, field: string, now: number): Promise<Refusal | undefined> {
    if (verdict === 'not set') throw refuse('passwordNotSet');
    const why = await this.lockout.judge('password', credentialNumber, verdict === 'right', now);
    return why === undefined ? undefined : notAccepted(field, why);
  }
}

/** A lock is told in the same way as a wrong password: whoever guesses does not learn which it was. */
const notAccepted = (field: string, why: string): Refusal => refuse('passwordWrong', { faults: [{ field, reason: `is not accepted; ${why}` }] });
