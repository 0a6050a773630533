import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { OutboxStore } from '../../../kernel/outbox/outbox.store.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { peerOfProvince, provincesOf } from '../../../registry/province/peer-names.js';

type Row = typeof transactions.reportCompletion;
type Output = ShapeType<Row['output']>;

/** 6.3.2.2 d, INT-71: national passes a notice on to every other province the person is insured in, once each. */
@Handles(transactions.reportCompletion)
export class ForwardNoticeHandler implements Handler<Row> {
  constructor(private readonly credentials: CredentialStore, private readonly outbox: OutboxStore, @Inject(CLOCK) private readonly clock: Clock) {}

  handle({ input: { notice }, caller, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { credentialNumber } = notice;
    return act({ subject: credentialNumber, facts: { kind: notice.kind, insuOrg: notice.insuOrg } }, async () => {
      const person = await this.credentials.find(credentialNumber);
      for (const province of provincesOf((person?.insuredPlaces ?? []).map((place) => place.poolingArea))) {
        if (province === caller.ownerId) continue;
        await this.outbox.append(peerOfProvince(province), credentialNumber, transactions.syncNotice, { notice });
      }
      return { effectiveAt: this.clock.now() };
    });
  }
}
