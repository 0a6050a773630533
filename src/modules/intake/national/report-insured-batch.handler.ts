import type { Call } from '../../../kernel/dispatch/call.js';
import type { Caller } from '../../../kernel/dispatch/caller.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { provinceOfDivision } from '../../../protocol/identifiers.js';
import { checkIdNumber } from '../../../protocol/identity-documents.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import type { RecordResult } from '../../../protocol/transactions/report-insured-batch.js';
import { InsuredPersonReports, type ReportedPerson, type ReportResult } from '../../../registry/credential/insured-person-reports.js';

type Row = typeof transactions.reportInsuredBatch;
type Input = ShapeType<Row['input']>;
type Output = ShapeType<Row['output']>;

/**
 * Notice 二(二), INT-153: takes a batch of a province's people in, all that can be taken in one unit of work, and says for each what became of it. A batch
 * that comes again after its answer was forgotten changes nothing: everybody in it is known.
 */
@Handles(transactions.reportInsuredBatch)
export class ReportInsuredBatchHandler implements Handler<Row> {
  constructor(private readonly reports: InsuredPersonReports) {}

  handle({ input: { records }, caller, act, requestId }: Call<Input, Output>): Promise<Output> {
    return act({ subject: requestId, factsOf: ({ results }) => countsOf(results) }, async () => {
      const refusals = records.map((record) => refusalOf(record, caller));
      const entered = await this.reports.enter(records.filter((_, index) => refusals[index] === undefined));
      return { results: refusals.map((refusal) => refusal ?? resultOf(entered.shift())) };
    });
  }
}

/** What can be judged without the register. */
function refusalOf({ idType, idNo, poolingArea }: ReportedPerson, caller: Caller): RecordResult | undefined {
  if (provinceOfDivision(poolingArea) !== caller.ownerId) return { outcome: 'refused', reason: 'otherProvince' };
  return checkIdNumber(idType, idNo) === undefined ? undefined : { outcome: 'refused', reason: 'idNumber' };
}

function resultOf(result: ReportResult | undefined): RecordResult {
  if (result === undefined) throw new Error('a record has no result');
  if (result.outcome === 'refused') return { outcome: 'refused', reason: result.reason };
  const { outcome, credentialNumber, credentialState } = result;
  return { outcome, credentialNumber, credentialState };
}

function countsOf(results: readonly RecordResult[]) {
  const times = (outcome: RecordResult['outcome']): number => results.filter((result) => result.outcome === outcome).length;
  return { records: results.length, taken: times('taken'), known: times('known'), refused: times('refused') };
}
