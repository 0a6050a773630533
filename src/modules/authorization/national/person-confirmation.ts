import { Injectable } from '@nestjs/common';
import type { CredentialNumber } from '../../../protocol/identifiers.js';
import { refuseField, type Refusal } from '../../../protocol/refusal.js';
import { PasswordCheck } from './password-check.js';
import { SmsCodes } from './sms-codes.js';

/** How the person says that it is so: exactly one of the two. */
export interface Proof {
  readonly password?: string;
  readonly smsCode?: string;
}

/** To be called inside the unit of work: undefined where the person has confirmed. */
export type Judgement = (now: number) => Promise<Refusal | undefined>;

/** 6.1.4.3 a: the person confirms, with the credential password or with a code sent to the person's telephone. */
@Injectable()
export class PersonConfirmation {
  constructor(private readonly passwords: PasswordCheck, private readonly codes: SmsCodes) {}

  /** Does what takes long, outside any unit of work. */
  async weigh(credentialNumber: CredentialNumber, proof: Proof, now: number): Promise<Judgement> {
    const { password, smsCode } = requireOne(proof);
    if (password === undefined) {
      return (then) => this.codes.judge({ smsType: 'authorize', subject: credentialNumber }, smsCode, then);
    }
    await this.passwords.requireUnlocked(credentialNumber, 'data.password', now);
    const verdict = await this.passwords.compare(credentialNumber, password);
    return (then) => this.passwords.judge(credentialNumber, verdict, 'data.password', then);
  }

  /** Takes as long as `weigh` with a wrong password: where nobody is known whose confirmation could be weighed. */
  async pretend(proof: Proof): Promise<void> {
    const { password } = requireOne(proof);
    if (password !== undefined) await this.passwords.compare(undefined, password);
  }
}

function requireOne({ password, smsCode }: Proof): { password: string; smsCode?: never } | { password?: never; smsCode: string } {
  if (password !== undefined && smsCode === undefined) return { password };
  if (smsCode !== undefined && password === undefined) return { smsCode };
  throw refuseField('data.password', 'one of password and smsCode, not both');
}
