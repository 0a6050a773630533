import { Inject } from '@nestjs/common';
import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { RealPersonProof } from '../real-person-proof.js';
import { ALIPAY, type Alipay } from './alipay.port.js';
import { CertifyTickets } from './certify-tickets.js';

type Row = typeof transactions.beginAlipayFace;
type Output = ShapeType<Row['output']>;

/** 6.1.3.3 a (2.5): begins the face verification of a handling's person at Alipay. // INT-123 */
@Handles(transactions.beginAlipayFace)
export class BeginAlipayFaceHandler implements Handler<Row> {
  constructor(private readonly proof: RealPersonProof, private readonly tickets: CertifyTickets, @Inject(ALIPAY) private readonly alipay: Alipay) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { input: { handlingSerialNo, returnUrl }, caller, at } = call;
    const person = await this.proof.requirePerson(handlingSerialNo, caller.ownerId, 'data.handlingSerialNo', at);
    const { certifyId, certifyUrl } = await this.alipay.beginFace(person, call.derivedId('face').slice(0, 32), returnUrl);
    return call.act({ subject: person.credentialNumber }, async () => ({ certifyTicket: this.tickets.make(handlingSerialNo, certifyId), certifyUrl }));
  }
}
