import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { CredentialNumber, ProvinceCode } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import { CredentialReplicaStore } from '../../../registry/credential/credential-replica.store.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';

interface Scan {
  readonly credentialNumber: CredentialNumber;
  readonly province: ProvinceCode;
}

/** INT-15: a province that scans a code of another issues its own token over it, and so holds something of the credential. */
@Injectable()
export class ScannedElsewhere {
  constructor(
    private readonly replicas: CredentialReplicaStore, private readonly credentials: CredentialStore, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Whether the province is told the end of the credential already, and there was none yet. */
  async isNoted({ credentialNumber, province }: Scan): Promise<boolean> {
    if (!(await this.replicas.provincesOf(credentialNumber)).includes(province)) return false;
    await this.requireNotEnded(credentialNumber);
    return true;
  }

  /** Remembers the province, so that an end of the credential (4.4) reaches its tokens; one that ended meanwhile is `500049`. In the open unit of work. */
  async note({ credentialNumber, province }: Scan): Promise<void> {
    await this.replicas.note(credentialNumber, [province], this.clock.now());
    await this.requireNotEnded(credentialNumber);
  }

  private async requireNotEnded(credentialNumber: CredentialNumber): Promise<void> {
    const state = (await this.credentials.find(credentialNumber))?.state;
    if (state === 'superseded') throw refuse('qrCodeInvalid', { diagnosis: 'the credential was superseded' });
  }
}
