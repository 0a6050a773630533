import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { requireValidNumber } from '../../../protocol/identity-documents.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import type { Identity } from '../../../registry/person/insured-person.store.js';
import { NATIONAL_GATEWAY, type NationalGateway } from '../../cross-province-exchange/province/index.js';
import type { PresentedAnswer } from '../../qrcode/province/index.js';
import { LookUpLimit } from './look-up-limit.js';
import { LookUps, type Found } from './look-ups.js';
import { PresentationDesk } from './presentation-desk.js';

type Row = typeof transactions.queryByDocument;
type DocumentCall = Call<ShapeType<Row['input']>, PresentedAnswer>;

/** 4.10 身份信息: a person presents an identity document. Known here: at once. Else national says who it is. */
@Handles(transactions.queryByDocument)
export class QueryByDocumentHandler implements Handler<Row> {
  constructor(
    private readonly desk: PresentationDesk, private readonly lookUps: LookUps, private readonly limit: LookUpLimit,
    private readonly credentials: CredentialStore, @Inject(NATIONAL_GATEWAY) private readonly national: NationalGateway,
  ) {}

  async handle(call: DocumentCall): Promise<PresentedAnswer> {
    const institution = await this.desk.admitToToken(call, 'document');
    requireValidNumber(call.input);
    const found = await this.lookUps.find(call, 'document', async () => (await this.findHere(call.input)) ?? this.fetch(call));
    return this.desk.conclude(call, institution, found, { spend: (now) => this.limit.requireLeft(institution.orgId, 'document', now) });
  }

  /** Only what is found counts: whoever is known here under another name, or not activated, may be known better at national. */
  private async findHere(document: Identity): Promise<Found | undefined> {
    const current = await this.credentials.findOfIdentity(document);
    const credential = current?.state === 'activated' ? await this.credentials.find(current.credentialNumber) : undefined;
    return credential && { credential, fetched: false };
  }

  private async fetch(call: DocumentCall): Promise<Found> {
    const { idType, idNo, userName, orgId } = call.input;
    const { credential } = await this.national.ask(transactions.findByDocument, { idType, idNo, userName, orgId }, call.derivedId('document'));
    return { credential, fetched: true };
  }
}
