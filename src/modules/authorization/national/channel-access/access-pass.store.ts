import { Inject, Injectable } from '@nestjs/common';
import { IsNull, LessThan, MoreThan } from 'typeorm';
import { IDS, type Ids } from '../../../../kernel/ids.js';
import { UnitOfWork } from '../../../../kernel/persistence/unit-of-work.js';
import { DataProtection } from '../../../../kernel/protection/data-protection.js';
import { parseChannelAuthorizationCode, type ChannelAuthorizationCode } from '../../../../protocol/identifiers.js';
import { AccessPassEntity, type PassKind } from './access-pass.entity.js';

/** What channels were handed to go on with: tokens, tickets and one-time codes. */
@Injectable()
export class AccessPassStore {
  constructor(private readonly work: UnitOfWork, private readonly protection: DataProtection, @Inject(IDS) private readonly ids: Ids) {}

  /** Makes a pass and forgets expired ones of the channel. In the open unit of work. */
  async issue(kind: PassKind, channelNumber: string, now: number, expiresAt: number, standsFor?: ChannelAuthorizationCode): Promise<string> {
    const rows = this.work.writer().getRepository(AccessPassEntity);
    await rows.delete({ channelNumber, expiresAt: LessThan(now) });
    const pass = this.ids.lower(40);
    const passIndex = this.indexOf(pass);
    const sealed = standsFor === undefined ? null : this.protection.seal(standsFor, contextOf(passIndex));
    await rows.insert({ passIndex, kind, channelNumber, standsFor: sealed, expiresAt, consumedAt: null });
    return pass;
  }

  /** Whether a pass of this kind is this channel's and still good. */
  isGood(kind: PassKind, pass: string, channelNumber: string, now: number): Promise<boolean> {
    const where = { passIndex: this.indexOf(pass), kind, channelNumber, consumedAt: IsNull(), expiresAt: MoreThan(now) };
    return this.work.reader().getRepository(AccessPassEntity).existsBy(where);
  }

  /** Uses a one-time code up and tells what it stands for; undefined when it is not this channel's, used or expired. In the open unit of work. */
  async consumeCode(code: string, channelNumber: string, now: number): Promise<ChannelAuthorizationCode | undefined> {
    const passIndex = this.indexOf(code);
    const rows = this.work.writer().getRepository(AccessPassEntity);
    const good = { passIndex, kind: 'code' as const, channelNumber, consumedAt: IsNull(), expiresAt: MoreThan(now) };
    if ((await rows.update(good, { consumedAt: now })).affected !== 1) return undefined;
    const { standsFor } = await rows.findOneByOrFail({ passIndex });
    return standsFor === null ? undefined : parseChannelAuthorizationCode(this.protection.open(standsFor, contextOf(passIndex)));
  }

  private indexOf(pass: string): string {
    return this.protection.blindIndex('access_pass', pass);
  }
}

const contextOf = (passIndex: string): string => `access_pass.stands_for:${passIndex}`;
