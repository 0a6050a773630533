import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import type { PresentedAnswer } from '../../qrcode/province/index.js';
import { FaceAuthenticationStore, type SecondStep } from './face-authentication.store.js';
import { PresentationDesk } from './presentation-desk.js';

type Row = typeof transactions.queryByFace;

/** 4.10 生物特征码, second step: the number of a recognised face becomes a token, once, at the institution where the face was recognised (INT-64). */
@Handles(transactions.queryByFace)
export class QueryByFaceHandler implements Handler<Row> {
  constructor(
    private readonly desk: PresentationDesk, private readonly authentications: FaceAuthenticationStore, private readonly credentials: CredentialStore,
  ) {}

  async handle(call: Call<ShapeType<Row['input']>, PresentedAnswer>): Promise<PresentedAnswer> {
    const { authNo } = call.input;
    const institution = await this.desk.admitToToken(call, 'face');
    const credential = await this.find(call.input, call.at);
    const spend = (now: number) => this.authentications.consume(authNo, now);
    return this.desk.conclude(call, institution, { credential, fetched: false }, { spend, authNo });
  }

  private async find(step: SecondStep, now: number): Promise<CredentialRecord> {
    const credential = await this.credentials.find(await this.authentications.require(step, now));
    if (credential?.state === 'activated') return credential;
    throw refuse('credentialNotFound', { diagnosis: 'the credential was superseded since the face was recognised' });
  }
}
