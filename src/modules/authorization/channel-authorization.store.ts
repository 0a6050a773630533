import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../kernel/protection/data-protection.js';
import {
  parseChannelAuthorizationCode, parseChannelNumber, parseCredentialNumber, type ChannelAuthorizationCode,
} from '../../protocol/identifiers.js';
import type { AuthorizationRecord } from '../../protocol/transactions/authorization-record.js';
import { ChannelAuthorizationEntity } from './channel-authorization.entity.js';

/** The authorizations this tier knows of: national holds the master, a province what it was told. */
@Injectable()
export class ChannelAuthorizationStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection) {}

  async find(code: ChannelAuthorizationCode): Promise<AuthorizationRecord | undefined> {
    const row = await this.rows().findOneBy({ codeIndex: this.indexOf(code) });
    if (row === null) return undefined;
    return {
      authorizationCode: parseChannelAuthorizationCode(this.protection.open(row.code, contextOf(row.codeIndex))),
      channelNumber: parseChannelNumber(row.channelNumber), credentialNumber: parseCredentialNumber(row.credentialNumber),
      state: row.state, changedAt: row.changedAt,
    };
  }

  /** Enters an authorization or takes over its newer state; an older word does not replace a newer one. In the open unit of work. */
  async put(record: AuthorizationRecord): Promise<void> {
    const { authorizationCode, ...rest } = record;
    const codeIndex = this.indexOf(authorizationCode);
    const known = await this.rows().findOneBy({ codeIndex });
    if (known !== null && known.changedAt > record.changedAt) return;
    const code = this.protection.seal(authorizationCode, contextOf(codeIndex));
    await this.work.writer().getRepository(ChannelAuthorizationEntity).save({ ...rest, codeIndex, code });
  }

  private rows() {
    return this.work.reader().getRepository(ChannelAuthorizationEntity);
  }

  private indexOf(code: string): string {
    return this.protection.blindIndex('channel_authorization.code', code);
  }
}

const contextOf = (codeIndex: string): string => `channel_authorization.code:${codeIndex}`;
