import { Inject, Injectable } from '@nestjs/common';
import type { CredentialNumber } from '../../../protocol/identifiers.js';
import { afterFailure, attemptsAt, wordsFor } from '../lockout.rules.js';
import { AUTHORIZATION_SETTINGS, type AuthorizationSettings } from './authorization-settings.js';
import type { AttemptKind } from './failed-attempt.entity.js';
import { FailedAttemptStore } from './failed-attempt.store.js';

/** What whoever guesses has left. */
export interface Standing {
  readonly triesLeft: number;
  readonly lockedMs: number;
}

/** Keeps whoever guesses at bay: counts failures in a row against a credential and locks (INT-42). */
@Injectable()
export class Lockout {
  constructor(private readonly attempts: FailedAttemptStore, @Inject(AUTHORIZATION_SETTINGS) private readonly settings: AuthorizationSettings) {}

  /** Why nothing may be tried at present, in words for the person; undefined where it may. */
  async whyLocked(kind: AttemptKind, credentialNumber: CredentialNumber, now: number): Promise<string | undefined> {
    const attempts = attemptsAt(await this.attempts.find(kind, credentialNumber), now);
    return attempts.lockedUntil === undefined ? undefined : wordsFor(attempts, this.settings.lockout, now);
  }

  /** How many tries are left, or how long nothing may be tried, in milliseconds. */
  async standing(kind: AttemptKind, credentialNumber: CredentialNumber, now: number): Promise<Standing> {
    const { failures, lockedUntil } = attemptsAt(await this.attempts.find(kind, credentialNumber), now);
    return lockedUntil === undefined ? { triesLeft: this.settings.lockout.tries - failures, lockedMs: 0 } : { triesLeft: 0, lockedMs: lockedUntil - now };
  }

  /**
   * Judges what was tried, in the open unit of work: undefined lets it pass, else why not. Under a lock the right one is refused too, so that attempts
   * made side by side get no more tries than attempts made in turn.
   */
  async judge(kind: AttemptKind, credentialNumber: CredentialNumber, right: boolean, now: number): Promise<string | undefined> {
    const { lockout } = this.settings;
    const before = attemptsAt(await this.attempts.find(kind, credentialNumber), now);
    if (before.lockedUntil !== undefined) return wordsFor(before, lockout, now);
    if (right) {
      await this.forgive(kind, credentialNumber);
      return undefined;
    }
    const counted = afterFailure(before, lockout, now);
    await this.attempts.save(kind, credentialNumber, counted);
    return wordsFor(counted, lockout, now);
  }

  /** Forgets the failures: the person has proven otherwise who acts. In the open unit of work. */
  async forgive(kind: AttemptKind, credentialNumber: CredentialNumber): Promise<void> {
    await this.attempts.clear(kind, credentialNumber);
  }
}
