import { chinaTimestamp } from '../../../../kernel/clock.js';
import type { Sheet, SheetRow } from '../../../../kernel/print/sheet.js';
import { refuseField } from '../../../../protocol/refusal.js';
import type { Amounts, Figure } from '../../../statistics/national/index.js';
import type { Printable } from './statistics-fields.js';
import { provinceTitle, type StatisticsReport } from './statistics-report.js';

/** More lines do not fit on one page. */
const MOST_LINES = 40;

type Amount = keyof Amounts;

const COLUMNS: readonly { readonly heading: string; readonly figure: Figure; readonly of: Amount }[] = [
  { heading: '激活',               figure: 'activation',    of: 'times' },
  { heading: '授权',               figure: 'authorization', of: 'times' },
  { heading: '展码',               figure: 'display',       of: 'times' },
  { heading: '解码',               figure: 'decode',        of: 'times' },
  { heading: '令牌校验',           figure: 'token-check',   of: 'times' },
  { heading: '扫码经办',           figure: 'handling',      of: 'times' },
  { heading: '结算笔数',           figure: 'settlement',    of: 'times' },
  { heading: '结算总金额（元）',   figure: 'settlement',    of: 'totalFen' },
  { heading: '统筹基金（元）',     figure: 'settlement',    of: 'fundFen' },
  { heading: '个人账户（元）',     figure: 'settlement',    of: 'personalAccountFen' },
  { heading: '现金（元）',         figure: 'settlement',    of: 'cashFen' },
  { heading: '撤销笔数',           figure: 'reversal',      of: 'times' },
  { heading: '撤销总金额（元）',   figure: 'reversal',      of: 'totalFen' },
  { heading: '成功请求',           figure: 'answered',      of: 'times' },
  { heading: '被拒请求',           figure: 'refusal',       of: 'times' },
];

const LABELS: Readonly<Record<Printable, string>> = { day: '日期', province: '省份', channelNumber: '渠道' };

type Numbers = Amounts & { readonly figure: Figure };

/** 医保电子凭证业务统计表: one line for each day, province or channel, and their sum. More lines than fit on a page are `-2`. */
export function statisticsSheet(report: StatisticsReport, by: Printable, scope: string): Sheet {
  const lines = new Map<string, Numbers[]>();
  for (const row of report.rows) lines.set(labelOf(row, by), [...(lines.get(labelOf(row, by)) ?? []), row]);
  if (lines.size > MOST_LINES) throw refuseField('by', `${lines.size} lines; a page has ${MOST_LINES}, ask for less at once`);
  return {
    title: '医保电子凭证业务统计表', landscape: true, columns: [14, ...COLUMNS.map(({ of }) => (of === 'times' ? 7 : 11))],
    rows: [
      { cells: [{ text: LABELS[by] }, ...COLUMNS.map(({ heading }) => ({ text: heading }))], leastHeight: 8 },
      ...[...lines].map(([label, numbers]) => line(label, numbers)),
      line('合计', report.totals),
    ],
    notes: [`统计期间：${report.from} 至 ${report.to}　　统计范围：${scope}`, ...report.completeUntil.map(untilNote)],
  };
}

const untilNote = ({ source, countedUntil }: StatisticsReport['completeUntil'][number]): string => (
  `${provinceTitle(source)}数据截至 ${chinaTimestamp(countedUntil).replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3 $4:$5:$6')}`
);

function labelOf({ day, province = '', channelNumber, channelName }: StatisticsReport['rows'][number], by: Printable): string {
  if (by === 'province') return provinceTitle(province);
  return by === 'day' ? (day ?? '') : (channelName ?? (channelNumber || '—'));
}

function line(label: string, numbers: readonly Numbers[]): SheetRow {
  const texts = COLUMNS.map(({ figure, of }) => {
    const sum = numbers.filter((each) => each.figure === figure).reduce((total, each) => total + each[of], 0);
    return of === 'times' ? String(sum) : inYuan(sum);
  });
  return { cells: [label, ...texts].map((text) => ({ text })) };
}

/** Exact, because a number of fen is a whole number. */
export function inYuan(fen: number): string {
  return `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
}
