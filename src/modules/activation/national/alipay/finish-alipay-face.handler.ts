import { Inject } from '@nestjs/common';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { RealPersonProof } from '../real-person-proof.js';
import { ALIPAY, type Alipay } from './alipay.port.js';
import { CertifyTickets } from './certify-tickets.js';

type Row = typeof transactions.finishAlipayFace;
type Output = ShapeType<Row['output']>;

const FIELD = 'data.certifyTicket';

/** 6.1.3.3 a (2.5): asks Alipay what came of the face verification; failures count as those of any other verifier. // INT-123 */
@Handles(transactions.finishAlipayFace)
export class FinishAlipayFaceHandler implements Handler<Row> {
  constructor(private readonly proof: RealPersonProof, private readonly tickets: CertifyTickets, @Inject(ALIPAY) private readonly alipay: Alipay) {}

  async handle({ input, caller, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { handlingSerialNo, certifyTicket } = input;
    const person = await this.proof.requirePerson(handlingSerialNo, caller.ownerId, FIELD, at);
    const verdict = await this.alipay.faceVerdict(this.tickets.requireCertifyId(handlingSerialNo, certifyTicket));
    return act({ subject: person.credentialNumber }, () => this.proof.conclude(handlingSerialNo, person, verdict, FIELD));
  }
}
