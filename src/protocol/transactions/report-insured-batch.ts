import { parseCredentialNumber } from '../identifiers.js';
import { C, listOf, nested, oneOf, row, shape, type ShapeType } from '../shape.js';
import { credentialStateField } from './credential-record.js';
import { input as reportedPersonShape } from './report-insured-person.js';

/** At most so many persons travel in one request: encrypted, the longest names and numbers still fit the envelope. */
export const MOST_RECORDS = 500;

/** Why national does not take a record: the number breaks the rule of its type, the area is another province's, another name stands there, the document is a former one. */
export const refusedRecordReasons = ['idNumber', 'otherProvince', 'nameDiffers', 'formerDocument'] as const;
export type RefusedRecordReason = (typeof refusedRecordReasons)[number];

/** `taken`: the person or the place is new; `known`: nothing has changed. */
export const recordOutcomes = ['taken', 'known', 'refused'] as const;

/** 单条处理结果: what became of one record; the number and the state stand there unless it was refused, the reason where it was. */
const recordResultShape = shape('openec', '单条处理结果', [
  row(1, 'outcome',          '处理结果',       oneOf(8, recordOutcomes),         'Y', 'Y'),
  row(2, 'credentialNumber', '电子凭证标识码', C(64, parseCredentialNumber),     'N', 'N', 'personal'),
  row(3, 'credentialState',  '凭证状态',       credentialStateField,             'Y', 'N'),
  row(4, 'reason',           '拒绝原因',       oneOf(20, refusedRecordReasons),  'Y', 'N'),
]);

export type RecordResult = ShapeType<typeof recordResultShape>;

/** 参保数据批量上报 (notice 二(二)): persons as insured in pooling areas of one province, all in one unit of work; what cannot be taken is refused record by record. */
export const input = shape('openec', '参保数据批量上报输入参数', [
  row(1, 'records', '参保人列表', listOf(nested(reportedPersonShape), MOST_RECORDS, 1), 'N', 'Y'),
]);

/** One result for each record, in the order of the records. */
export const output = shape('openec', '参保数据批量上报输出参数', [
  row(1, 'results', '处理结果列表', listOf(nested(recordResultShape), MOST_RECORDS, 1), 'N', 'Y'),
]);
