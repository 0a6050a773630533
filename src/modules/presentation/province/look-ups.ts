import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { returnCodes } from '../../../protocol/dictionaries/return-codes.js';
import { Refusal } from '../../../protocol/refusal.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import type { Presentation } from '../../../registry/policy/presentation-policy.js';
import { toldOn } from '../../cross-province-exchange/province/index.js';
import { LookUpLimit } from './look-up-limit.js';

/** Who was found, and whether national had to be asked. */
export interface Found {
  readonly credential: CredentialRecord;
  readonly fetched: boolean;
}

/** Fields of an institution's request of which national may say something that the institution must know. */
const ASKED_FIELDS = ['data.smsCode', 'data.mobile', 'data.userName', 'data.insuOrg'];

/** 4.10: finds who stands behind what was presented; whoever finds nobody too often is stopped (INT-62). Outside any unit of work. */
@Injectable()
export class LookUps {
  constructor(private readonly limit: LookUpLimit, @Inject(CLOCK) private readonly clock: Clock) {}

  /** Looks up by asking `ask`. Finding nobody (`500001`) is counted, journaled and kept for a repeat; what else is refused leaves no trace. */
  async find<T, O>(call: Call<{ readonly orgId: string }, O>, presentation: Presentation, ask: () => Promise<T>): Promise<T> {
    const { orgId } = call.input;
    await this.limit.requireLeft(orgId, presentation, this.clock.now());
    try {
      return await this.ask(ask);
    } catch (error) {
      if (error instanceof Refusal && error.returnCode.code === returnCodes.credentialNotFound.code) await this.miss(call, presentation, error);
      throw error;
    }
  }

  /** Asks, and hands on what national says of the request's own fields. */
  async ask<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw error instanceof Refusal ? toldOn(error, ASKED_FIELDS) : error;
    }
  }

  private miss<O>(call: Call<{ readonly orgId: string }, O>, presentation: Presentation, refusal: Refusal): Promise<O> {
    const { orgId } = call.input;
    return call.act({ subject: orgId, facts: { presentation } }, async () => {
      await this.limit.count(orgId, presentation, this.clock.now());
      return refusal;
    });
  }
}
