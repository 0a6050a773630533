import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { parseProvinceCode, type ChannelAuthorizationCode, type ChannelNumber, type CredentialNumber } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { AuthorizationRecord } from '../../../protocol/transactions/authorization-record.js';
import { CredentialReplicaStore } from '../../../registry/credential/credential-replica.store.js';
import { requireNotRevoked, requireOwnCode } from '../authorization.rules.js';
import { ChannelAuthorizationStore } from '../channel-authorization.store.js';

/** What a province asks about. */
interface Asked {
  readonly authorizationCode: ChannelAuthorizationCode;
  readonly channelNumber: ChannelNumber;
}

type Asking = Pick<Call<Asked, unknown>, 'input' | 'caller' | 'step'>;

interface Answer<R> {
  readonly holder: R;
  readonly authorization: AuthorizationRecord;
}

/**
 * 6.2.2.2 b 2: a business place does not know whoever stands behind an authorization code and asks national. National remembers who asked, in the unit of
 * work in which it looks: whatever changes from then on reaches this province too.
 */
@Injectable()
export class AskedAuthorizations {
  constructor(
    private readonly authorizations: ChannelAuthorizationStore, private readonly replicas: CredentialReplicaStore, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The authorization with its holder, whom `find` knows; `500001` where it knows none. */
  async answer<R>({ input, caller, step }: Asking, find: (credentialNumber: CredentialNumber) => Promise<R | undefined>): Promise<Answer<R>> {
    const { credentialNumber } = await this.require(input);
    return step({ subject: credentialNumber }, async () => {
      const authorization = await this.require(input);
      const holder = await find(authorization.credentialNumber);
      if (holder === undefined) throw refuse('credentialNotFound');
      await this.replicas.note(credentialNumber, [parseProvinceCode(caller.ownerId)], this.clock.now());
      return { holder, authorization };
    });
  }

  /** A suspended authorization may be restored and is told with its state; a revoked one opens nothing any more (`500003`). */
  private async require({ authorizationCode, channelNumber }: Asked): Promise<AuthorizationRecord> {
    const authorization = await this.authorizations.find(authorizationCode);
    if (authorization === undefined) throw refuse('authorizationCodeInvalid', { diagnosis: 'national knows no such authorization code' });
    requireOwnCode(authorization, channelNumber);
    requireNotRevoked(authorization);
    return authorization;
  }
}
