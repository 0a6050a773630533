import type { Call } from '../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../kernel/dispatch/handler.js';
import { PeerLink } from '../../kernel/link/peer-link.js';
import { TierIdentity } from '../../kernel/host/tier-identity.js';
import { checkResults } from '../../protocol/dictionaries/check-results.js';
import { parseProvinceCode } from '../../protocol/identifiers.js';
import { refuse } from '../../protocol/refusal.js';
import type { ShapeType } from '../../protocol/shape.js';
import { transactions } from '../../protocol/transactions/index.js';
import { peerOfProvince } from '../../registry/province/peer-names.js';
import { split } from './insurance.rules.js';
import { SettledStore } from './settled.store.js';

type Row = typeof transactions.settleInsurance;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/** 6.4.2.2 c from the other side: takes an order, has the token verified by the mid-platform (A.1.7), settles by the published rules. */
@Handles(transactions.settleInsurance)
export class SettleInsuranceHandler implements Handler<Row> {
  constructor(private readonly settled: SettledStore, private readonly link: PeerLink, private readonly tier: TierIdentity) {}

  async handle(call: Call<Input, Output>): Promise<Output> {
    const { input, at } = call;
    const before = await this.settled.find(input.settlementNo);
    if (before !== undefined) return before;
    // INT-26: a token of another province was checked there.
    if (input.tokenCheckedHere) await this.checkToken(call);
    return call.act({ subject: input.settlementNo, facts: { totalFen: input.totalFen } }, async () => {
      const meanwhile = await this.settled.find(input.settlementNo);
      if (meanwhile !== undefined) return meanwhile;
      const settled = { settlementNo: input.settlementNo, ...split(input.totalFen, input.insuranceType), settledAt: at };
      await this.settled.add(settled);
      return settled;
    });
  }

  private async checkToken(call: Call<Input, Output>): Promise<void> {
    const { ecToken, idType, idNo, userName } = call.input;
    const province = peerOfProvince(parseProvinceCode(this.tier.name.split(':')[1] ?? ''));
    const checked = await this.link.send(province, transactions.checkToken, { ecToken, idType, idNo, userName }, call.derivedId('token'));
    if (checked.flag !== checkResults.passed.code) throw refuse('tokenInvalid', { diagnosis: 'the token belongs to another person' });
  }
}
