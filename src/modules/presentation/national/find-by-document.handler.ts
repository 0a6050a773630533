import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { InsuredPersonStore, sameIdentity } from '../../../registry/person/insured-person.store.js';
import { nobody, PresentedPersons } from './presented-persons.js';

type Row = typeof transactions.findByDocument;
type Output = ShapeType<Row['output']>;

/** 4.10 身份信息: the holder of an identity document, whose name must be the one on it. */
@Handles(transactions.findByDocument)
export class FindByDocumentHandler implements Handler<Row> {
  constructor(private readonly people: InsuredPersonStore, private readonly presented: PresentedPersons) {}

  handle({ input, caller, step }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    return step({ subject: input.idNo, facts: { orgId: input.orgId } }, async () => {
      const person = await this.people.findByDocument(input.idType, input.idNo);
      if (person !== undefined && !sameIdentity(person, input)) throw nobody('the name is not the one in the base information');
      return this.presented.tell(await this.presented.requireActivated(person?.personId), caller);
    });
  }
}
