import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { MOST_NOTICES } from '../../../protocol/transactions/completion-notice.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { InsuredPersonStore } from '../../../registry/person/insured-person.store.js';
import { CompletionNoticeStore } from './completion-notice.store.js';

type Row = typeof transactions.findNotices;
type Output = ShapeType<Row['output']>;

/** 6.3.2.2 d: what the other insured places of a person have completed, for the local core business system. */
@Handles(transactions.findNotices)
export class FindNoticesHandler implements Handler<Row> {
  constructor(private readonly people: InsuredPersonStore, private readonly credentials: CredentialStore, private readonly notices: CompletionNoticeStore) {}

  async handle({ input }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const credential = await this.credentials.findOfPerson((await this.people.require(input)).personId);
    if (credential === undefined) return { notices: [], total: 0 };
    const { credentialNumber } = credential;
    return { notices: await this.notices.ofCredential(credentialNumber, MOST_NOTICES), total: await this.notices.count(credentialNumber) };
  }
}
