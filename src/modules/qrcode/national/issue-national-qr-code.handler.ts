import type { Call } from '../../../kernel/dispatch/call.js';
import type { Caller } from '../../../kernel/dispatch/caller.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { ChannelStore } from '../../../registry/channel/channel.store.js';
import { countedFor } from '../../../registry/person/insured-places.rules.js';
import { CodeHolders, PasswordCheck } from '../../authorization/national/index.js';
import { CodeIssuer, codesIn } from '../code-issuer.js';
import { requireCovered } from '../display.rules.js';

type Row = typeof transactions.issueNationalQrCode;
type Output = ShapeType<Row['output']>;

/** 5.2.2, INT-12: the bureau's own app shows a code without saying where the business takes place; the national tier issues it, with the prefix 00. */
@Handles(transactions.issueNationalQrCode)
export class IssueNationalQrCodeHandler implements Handler<Row> {
  constructor(
    private readonly channels: ChannelStore, private readonly holders: CodeHolders, private readonly passwords: PasswordCheck,
    private readonly issuer: CodeIssuer,
  ) {}

  async handle({ input, caller, encrypted, at, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    requireCovered(input.password, encrypted);
    await this.requireOfficial(caller);
    const credential = await this.holders.require(input.authorizationCode, caller.ownerId);
    const { credentialNumber } = credential;
    const plan = await this.issuer.plan(credential, caller.ownerId, input);
    const verdict = input.password === undefined ? undefined : await this.passwords.compare(credentialNumber, input.password);
    return act({ subject: credentialNumber, facts: countedFor(credential), factsOf: codesIn }, async () => {
      const refusal = verdict && (await this.passwords.judge(credentialNumber, verdict, 'data.password', at));
      return refusal ?? this.issuer.show(plan, verdict === undefined ? plan.refreshed?.passwordAt : at);
    });
  }

  /** 6.2.1: the channels of other parties show the codes of the business place's province. Else `-4`. */
  private async requireOfficial(caller: Caller): Promise<void> {
    const channel = await this.channels.find(caller.ownerId);
    if (channel?.kind === 'official') return;
    throw refuse('forbidden', { faults: [{ field: 'transType', reason: 'is for the official channel; ask the province of the business place' }] });
  }
}
