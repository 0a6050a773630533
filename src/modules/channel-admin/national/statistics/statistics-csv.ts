import { findBusinessType } from '../../../../protocol/dictionaries/business-types.js';
import { findReturnCode } from '../../../../protocol/dictionaries/return-codes.js';
import type { Dimension } from '../../../statistics/national/index.js';
import { provinceTitle, type StatisticsReport } from './statistics-report.js';

type Row = StatisticsReport['rows'][number];

/** Without it Excel takes UTF-8 for the code page of the machine. */
const BOM = '\uFEFF';

interface Column {
  readonly heading: string;
  readonly text: (row: Row) => string;
}

/** A code stands beside its name, so that no spreadsheet takes it for a number and drops its zeros. */
const DIMENSIONS: Readonly<Record<Dimension, Column>> = {
  day:           { heading: '日期', text: ({ day }) => day ?? '' },
  province:      { heading: '省份', text: ({ province = '' }) => `${province} ${provinceTitle(province)}` },
  channelNumber: { heading: '渠道', text: ({ channelNumber = '', channelName }) => [channelNumber, channelName].filter(Boolean).join(' ') },
  transType:     { heading: '交易类型', text: ({ transType }) => transType ?? '' },
  businessType:  { heading: '用码业务类型', text: ({ businessType = '' }) => [businessType, findBusinessType(businessType)?.name].filter(Boolean).join(' ') },
  returnCode:    { heading: '返回码', text: ({ returnCode = 0 }) => `${returnCode} ${findReturnCode(returnCode)?.text ?? ''}`.trim() },
};

const NUMBERS: readonly Column[] = [
  { heading: '指标', text: ({ title }) => title },
  { heading: '笔数', text: ({ times }) => String(times) },
  { heading: '总金额（分）', text: ({ totalFen }) => String(totalFen) },
  { heading: '统筹基金（分）', text: ({ fundFen }) => String(fundFen) },
  { heading: '个人账户（分）', text: ({ personalAccountFen }) => String(personalAccountFen) },
  { heading: '现金（分）', text: ({ cashFen }) => String(cashFen) },
];

/** A report as CSV (RFC 4180) for spreadsheets: UTF-8 with a byte order mark, Chinese headings, amounts in fen. */
export function statisticsCsv({ by, rows }: StatisticsReport): string {
  const columns = [...by.map((dimension) => DIMENSIONS[dimension]), ...NUMBERS];
  const lines = [columns.map(({ heading }) => heading), ...rows.map((row) => columns.map(({ text }) => text(row)))];
  return BOM + lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

/** Somebody else chose the names in it; one that begins like a formula must not become one. Return codes begin with a minus and a digit. */
function cell(text: string): string {
  const harmless = /^(?:[=+@\t\r]|-(?!\d))/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
