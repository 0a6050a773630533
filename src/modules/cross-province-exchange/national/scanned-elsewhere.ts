import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { parseProvinceCode, type CredentialNumber, type ProvinceCode } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import { CredentialReplicaStore } from '../../../registry/credential/credential-replica.store.js';
import { CredentialLifeStore } from '../../../registry/credential/credential-life.store.js';

interface Scan {
  readonly credentialNumber: CredentialNumber;
  readonly province: ProvinceCode;
}

/** INT-15: a province that scans a code of another issues its own token over it, and so holds something of the credential. */
@Injectable()
export class ScannedElsewhere {
  constructor(
    private readonly replicas: CredentialReplicaStore, private readonly lives: CredentialLifeStore, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Remembers the province that asks for a decode in a step of its own, unless it is told the end of the credential already. */
  async remember(call: Pick<Call<unknown, unknown>, 'caller' | 'step'>, credentialNumber: CredentialNumber): Promise<void> {
    const scan = { credentialNumber, province: parseProvinceCode(call.caller.ownerId) };
    if (!(await this.isNoted(scan))) await call.step({ subject: credentialNumber }, () => this.note(scan));
  }

  /** Remembers the province, so that an end of the credential (4.4) reaches its tokens; one that ended meanwhile is `500049`. In the open unit of work. */
  async note({ credentialNumber, province }: Scan): Promise<void> {
    await this.replicas.note(credentialNumber, [province], this.clock.now());
    await this.requireNotEnded(credentialNumber);
  }

  /** Whether the province is told the end of the credential already, and there was none yet. */
  private async isNoted({ credentialNumber, province }: Scan): Promise<boolean> {
    if (!(await this.replicas.provincesOf(credentialNumber)).includes(province)) return false;
    await this.requireNotEnded(credentialNumber);
    return true;
  }

  private async requireNotEnded(credentialNumber: CredentialNumber): Promise<void> {
    const state = (await this.lives.find(credentialNumber))?.state;
    if (state === 'superseded') throw refuse('qrCodeInvalid', { diagnosis: 'the credential was superseded' });
  }
}
