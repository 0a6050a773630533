import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CompletionNoticeStore } from './completion-notice.store.js';

type Row = typeof transactions.syncNotice;
type Output = ShapeType<Row['output']>;

/** 6.3.2.2 d: another insured place of the person has completed a business. */
@Handles(transactions.syncNotice)
export class ReceiveNoticeHandler implements Handler<Row> {
  constructor(private readonly notices: CompletionNoticeStore, @Inject(CLOCK) private readonly clock: Clock) {}

  handle({ input: { notice }, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    return act({ subject: notice.credentialNumber, facts: { kind: notice.kind, insuOrg: notice.insuOrg } }, async () => {
      const effectiveAt = this.clock.now();
      await this.notices.add(notice, effectiveAt);
      return { effectiveAt };
    });
  }
}
