import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { RealPersonProof } from './real-person-proof.js';
import { REAL_PERSON_VERIFIER, type RealPersonVerifier } from './verifiers.port.js';

type Row = typeof transactions.verifyRealPerson;
type Output = ShapeType<Row['output']>;

const FIELD = 'data.biometricSample';

/** 6.1.3.3 a, second half (2.5): the person who acts is the person of the real-name check. A verifier that does not answer counts nothing. */
@Handles(transactions.verifyRealPerson)
export class VerifyRealPersonHandler implements Handler<Row> {
  constructor(private readonly proof: RealPersonProof, @Inject(REAL_PERSON_VERIFIER) private readonly verifier: RealPersonVerifier) {}

  async handle({ input, caller, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { handlingSerialNo, biometricSample } = input;
    const person = await this.proof.requirePerson(handlingSerialNo, caller.ownerId, FIELD, at);
    const verdict = await this.verifier.verify(person, biometricSample);
    return act({ subject: person.credentialNumber }, () => this.proof.conclude(handlingSerialNo, person, verdict, FIELD));
  }
}
