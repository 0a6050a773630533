import type { Shape } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';

type WithoutToken<T> = Omit<T, 'ecToken' | 'tokenCheckedHere'>;

/** The tables of the plain HTTP door: those of the signed link without the token, which this province has checked itself (INT-81). */
const withoutToken = <T>(of: Shape<T>): Shape<WithoutToken<T>> =>
  ({ table: of.table, title: of.title, rows: of.rows.filter(({ id }) => id !== 'ecToken' && id !== 'tokenCheckedHere') });

/** One operation of the plain HTTP door: `POST {url}/{path}`. docs/insurance-system.md prints these tables. */
export interface HttpOperation<I, O> {
  readonly path: string;
  readonly input: Shape<I>;
  readonly output: Shape<O>;
}

const { previewInsurance, settleInsurance, reverseInsurance } = transactions;

const operation = <I, O>(path: string, input: Shape<I>, output: Shape<O>): HttpOperation<I, O> => ({ path, input, output });

export const httpOperations = {
  preview: operation('preview', withoutToken(previewInsurance.input), previewInsurance.output),
  settle: operation('settle', withoutToken(settleInsurance.input), settleInsurance.output),
  reverse: operation('reverse', reverseInsurance.input, reverseInsurance.output),
} as const;
