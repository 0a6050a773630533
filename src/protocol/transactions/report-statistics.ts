import { FormatError } from '../identifiers.js';
import { C, listOf, N, nested, row, shape, type ShapeType } from '../shape.js';
import { momentField } from './fields.js';

/** At most so many numbers travel in one report; the numbers of one section always fit. */
export const MOST_COUNTS = 2_000;

const dayField = C(10, (text) => {
  if (!/^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text)) throw new FormatError('a day such as 2019-12-16');
  return text;
});

/** 统计数据: how often, and how much in fen. */
export const reportedCountShape = shape('openec', '统计数据', [
  row(1, 'figure',             '统计指标',     C(20), 'Y', 'Y'),
  row(2, 'businessType',       '用码业务类型', C(5),  'Y', 'N'),
  row(3, 'returnCode',         '返回码',       N(-1_000, 999_999), 'Y', 'Y'),
  row(4, 'times',              '笔数',         N(),   'N', 'Y'),
  row(5, 'totalFen',           '总金额',       N(),   'N', 'Y'),
  row(6, 'fundFen',            '统筹基金',     N(),   'N', 'Y'),
  row(7, 'personalAccountFen', '个人账户',     N(),   'N', 'Y'),
  row(8, 'cashFen',            '现金',         N(),   'N', 'Y'),
]);

/** 统计分组: all numbers of one day, channel and transaction, in the place of those that an earlier revision said. */
export const reportedSectionShape = shape('openec', '统计分组', [
  row(1, 'day',           '日期',     dayField,                                         'N', 'Y'),
  // Absent where no channel is concerned.
  row(2, 'channelNumber', '渠道编号', C(32),                                            'N', 'N'),
  row(3, 'transType',     '交易类型', C(40),                                            'Y', 'N'),
  row(4, 'revision',      '版本',     N(1),                                             'N', 'Y'),
  row(5, 'counts',        '统计数据', listOf(nested(reportedCountShape), MOST_COUNTS), 'N', 'Y'),
]);

export type ReportedSection = ShapeType<typeof reportedSectionShape>;

/** 统计上报 (5.2.1): what a province has counted, to national. A repeat or an older report changes nothing. */
export const input = shape('openec', '统计上报输入参数', [
  row(1, 'sections',     '统计分组',     listOf(nested(reportedSectionShape), MOST_COUNTS), 'N', 'Y'),
  // With the last report of a round: everything before is in.
  row(2, 'countedUntil', '统计截止时间', momentField,                                       'N', 'N'),
]);

export const output = shape('openec', '统计上报输出参数', [
  row(1, 'effectiveAt', '生效时间', momentField, 'N', 'Y'),
]);
