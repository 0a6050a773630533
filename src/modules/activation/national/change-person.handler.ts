import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Caller } from '../../../kernel/dispatch/caller.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { provinceOfDivision } from '../../../protocol/identifiers.js';
import { requireValidNumber } from '../../../protocol/identity-documents.js';
import { refuse, refuseField } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { InsuredPersonStore, sameIdentity, type Identity, type InsuredPerson } from '../../../registry/person/insured-person.store.js';
import { IdentityChange } from './identity-change.js';

type Row = typeof transactions.changePerson;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** 4.4: name, id type or id number of a person have changed. The credential made for the former ones is over everywhere; the new one is activated anew. */
@Handles(transactions.changePerson)
export class ChangePersonHandler implements Handler<Row> {
  constructor(private readonly people: InsuredPersonStore, private readonly change: IdentityChange, @Inject(CLOCK) private readonly clock: Clock) {}

  async handle({ input, caller, act }: Call<Input, Output>): Promise<Output> {
    const next = { idType: input.newIdType, idNo: input.newIdNo, userName: input.newUserName };
    requireValidNumber(next, 'data.newIdNo');
    const { personId } = await this.people.require(input);
    return act({ subject: personId }, async () => {
      const person = await this.people.require(input);
      requireOwnInsured(caller, person);
      if (sameIdentity(person, next)) throw refuseField('data.newUserName', 'name, id type and id number are the same as before');
      await this.requireFree(next, person);
      await this.change.carryOut(person, next, this.clock.now());
      return { credentialState: 'registered' as const };
    });
  }

  private async requireFree({ idType, idNo }: Identity, { personId }: InsuredPerson): Promise<void> {
    const holder = await this.people.findByDocument(idType, idNo);
    if (holder === undefined || holder.personId === personId) return;
    throw refuseField('data.newIdNo', 'is the document of another person in the register');
  }
}

/** A province changes the data of people insured in it; else `-4`. */
function requireOwnInsured({ kind, ownerId }: Caller, { insuredPlaces }: InsuredPerson): void {
  if (kind !== 'province' || insuredPlaces.some((place) => provinceOfDivision(place.poolingArea) === ownerId)) return;
  throw refuse('forbidden', { faults: [{ field: 'data.idNo', reason: `is of nobody insured in province ${ownerId}` }] });
}
