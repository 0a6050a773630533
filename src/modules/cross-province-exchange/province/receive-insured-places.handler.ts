import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { UnansweredPlacesStore } from '../../../registry/person/unanswered-places.store.js';

type Row = typeof transactions.syncInsuredPlaces;
type Output = ShapeType<Row['output']>;

/** 6.3.2.2 c: where a person is insured has changed. */
@Handles(transactions.syncInsuredPlaces)
export class ReceiveInsuredPlacesHandler implements Handler<Row> {
  constructor(
    private readonly credentials: CredentialStore, private readonly unanswered: UnansweredPlacesStore, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  handle({ input: { record, answers, answersFor = record.credentialNumber }, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    return act({ subject: record.credentialNumber, facts: { places: record.insuredPlaces.length } }, async () => {
      if (answers !== undefined) await this.unanswered.answered(answersFor, answers);
      await this.credentials.takeOver(record);
      return { effectiveAt: this.clock.now() };
    });
  }
}
