import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../kernel/dispatch/caller.js';
import type { ChannelAuthorizationCode } from '../../../protocol/identifiers.js';
import type { Refusal } from '../../../protocol/refusal.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { CodeHolders, PasswordCheck } from '../../authorization/national/index.js';

const FIELD = 'data.password';

/** Whoever binds or unbinds a card: known by the channel's authorization code, proven by the password. */
export interface ProvenOwner {
  readonly credential: CredentialRecord;
  /** Whether the password was right, before it is judged: with a wrong one nobody else is asked. */
  readonly right: boolean;
  /** To be called inside the unit of work: undefined where the password was right. */
  readonly judge: (now: number) => Promise<Refusal | undefined>;
}

interface Said {
  readonly authorizationCode: ChannelAuthorizationCode;
  readonly password: string;
}

/** The person behind a channel's authorization code, as the owner of bank cards (4.10). */
@Injectable()
export class CardOwner {
  constructor(private readonly holders: CodeHolders, private readonly passwords: PasswordCheck, private readonly credentials: CredentialStore) {}

  /** Compares the password, which is slow on purpose: outside any unit of work. Else as `CodeHolders.require`, or `500004` while it is locked. */
  async weigh({ authorizationCode, password }: Said, caller: Caller, at: number): Promise<ProvenOwner> {
    const credential = await this.holders.require(authorizationCode, caller.ownerId);
    const { credentialNumber } = credential;
    await this.passwords.requireUnlocked(credentialNumber, FIELD, at);
    const verdict = await this.passwords.compare(credentialNumber, password);
    return { credential, right: verdict === 'right', judge: (now) => this.passwords.judge(credentialNumber, verdict, FIELD, now) };
  }

  /** Whose cards they are, looked up anew: inside a unit of work the authorization may have ended since the first look. */
  async personOf({ authorizationCode }: Pick<Said, 'authorizationCode'>, caller: Caller): Promise<string> {
    const { credentialNumber } = await this.holders.require(authorizationCode, caller.ownerId);
    const personId = await this.credentials.personOf(credentialNumber);
    if (personId === undefined) throw new Error('a credential has no person');
    return personId;
  }
}
