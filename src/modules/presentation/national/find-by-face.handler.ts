import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { InsuredPersonStore } from '../../../registry/person/insured-person.store.js';
import { FACE_SEARCH, type FaceSearch } from './face-search.port.js';
import { nobody, PresentedPersons } from './presented-persons.js';

type Row = typeof transactions.findByFace;
type Output = ShapeType<Row['output']>;

/** 4.10 生物特征码: an outside library says under which document it keeps this face; the register says who that is. The sample is kept nowhere. */
@Handles(transactions.findByFace)
export class FindByFaceHandler implements Handler<Row> {
  constructor(
    @Inject(FACE_SEARCH) private readonly faces: FaceSearch, private readonly people: InsuredPersonStore, private readonly presented: PresentedPersons,
  ) {}

  async handle({ input: { biometricSample, orgId }, caller, step }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const holder = await this.faces.search(biometricSample);
    if (holder === undefined) throw nobody('the face is nobody\'s');
    return step({ subject: holder.idNo, facts: { orgId } }, async () => {
      const person = await this.people.findByDocument(holder.idType, holder.idNo);
      return this.presented.tell(await this.presented.requireActivated(person?.personId), caller);
    });
  }
}
