import { Injectable } from '@nestjs/common';
import { Not } from 'typeorm';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../kernel/protection/data-protection.js';
import {
  parseChannelAuthorizationCode, parseChannelNumber, parseCredentialNumber, type ChannelAuthorizationCode, type CredentialNumber,
} from '../../protocol/identifiers.js';
import type { AuthorizationRecord } from '../../protocol/transactions/authorization-record.js';
import { WithdrawalWatch } from '../../registry/credential/withdrawal-watch.js';
import { ChannelAuthorizationEntity } from './channel-authorization.entity.js';

/** The authorizations this tier knows of: national holds the master, a province what it was told. */
@Injectable()
export class ChannelAuthorizationStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection, private readonly watch: WithdrawalWatch) {}

  async find(code: ChannelAuthorizationCode): Promise<AuthorizationRecord | undefined> {
    const row = await this.rows().findOneBy({ codeIndex: this.indexOf(code) });
    return row === null ? undefined : this.opened(row);
  }

  /** What one person and one channel have agreed last; undefined where they never did. */
  async findOfPair(channelNumber: string, credentialNumber: CredentialNumber): Promise<AuthorizationRecord | undefined> {
    const [last] = await this.rows().find({ where: { channelNumber, credentialNumber }, order: { changedAt: 'DESC' }, take: 1 });
    return last && this.opened(last);
  }

  /** 4.6: whether the person lets this channel use the credential now. */
  isGranted(channelNumber: string, credentialNumber: CredentialNumber): Promise<boolean> {
    return this.rows().existsBy({ channelNumber, credentialNumber, state: 'granted' });
  }

  /** Everything a person has agreed with channels, over or not, the latest first. */
  async findOfCredential(credentialNumber: CredentialNumber): Promise<AuthorizationRecord[]> {
    const rows = await this.rows().find({ where: { credentialNumber }, order: { changedAt: 'DESC' } });
    return rows.map((row) => this.opened(row));
  }

  /**
   * Enters an authorization or takes over its newer state; an older word does not replace a newer one. A pair has one code at a time: a newer one ends
   * the one before, also where nobody said so yet. In the open unit of work.
   */
  async put(record: AuthorizationRecord): Promise<void> {
    const { authorizationCode, ...rest } = record;
    const codeIndex = this.indexOf(authorizationCode);
    const known = await this.rows().findOneBy({ codeIndex });
    if (known !== null && known.changedAt > record.changedAt) return;
    if (record.state !== 'revoked' && !(await this.displace(codeIndex, record))) return;
    const code = this.protection.seal(authorizationCode, contextOf(codeIndex));
    await this.work.writer().getRepository(ChannelAuthorizationEntity).save({ ...rest, codeIndex, code });
    if (record.state !== 'granted') await this.watch.tell(record.credentialNumber, record.channelNumber);
  }

  /** Ends another live code of the same pair; false where that one is the newer. */
  private async displace(codeIndex: string, { channelNumber, credentialNumber, changedAt }: AuthorizationRecord): Promise<boolean> {
    const other = await this.rows().findOneBy({ channelNumber, credentialNumber, state: Not('revoked'), codeIndex: Not(codeIndex) });
    if (other === null) return true;
    if (other.changedAt > changedAt) return false;
    await this.work.writer().getRepository(ChannelAuthorizationEntity).update({ codeIndex: other.codeIndex }, { state: 'revoked' });
    return true;
  }

  private opened(row: ChannelAuthorizationEntity): AuthorizationRecord {
    return {
      authorizationCode: parseChannelAuthorizationCode(this.protection.open(row.code, contextOf(row.codeIndex))),
      channelNumber: parseChannelNumber(row.channelNumber), credentialNumber: parseCredentialNumber(row.credentialNumber),
      state: row.state, changedAt: row.changedAt,
    };
  }

  private rows() {
    return this.work.reader().getRepository(ChannelAuthorizationEntity);
  }

  private indexOf(code: string): string {
    return this.protection.blindIndex('channel_authorization.code', code);
  }
}

const contextOf = (codeIndex: string): string => `channel_authorization.code:${codeIndex}`;
