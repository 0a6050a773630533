import { parseCredentialNumber, parsePoolingArea, parseProvinceCode } from '../identifiers.js';
import { C, listOf, N, nested, oneOf, row, shape, type ShapeType } from '../shape.js';
import { businessTypeField, identityRows, momentField } from './fields.js';

/** What was completed: 经办 (6.3) or 结算 (6.4, 6.5). */
export const completedKinds = ['handling', 'settlement', 'reversal'] as const;
export type CompletedKind = (typeof completedKinds)[number];

const completedKindField = oneOf<CompletedKind>(12, completedKinds);

/** 业务完成通知 (6.3.2.2 d): what one insured place has completed, for the others. */
export const completionNoticeShape = shape('openec', '业务完成通知', [
  row(1, 'referenceNo',      '经办或结算编号', C(32),                        'N', 'Y'),
  row(2, 'kind',             '业务类别',       completedKindField,           'Y', 'Y'),
  row(3, 'credentialNumber', '电子凭证标识码', C(64, parseCredentialNumber), 'N', 'Y', 'personal'),
  row(4, 'insuOrg',          '办结参保地',     C(6, parsePoolingArea),       'N', 'Y'),
  row(5, 'businessProvince', '业务办理地省份', C(2, parseProvinceCode),      'Y', 'Y'),
  row(6, 'businessType',     '用码业务类型',   businessTypeField,            'Y', 'Y'),
  row(7, 'completedAt',      '完成时间',       momentField,                  'N', 'Y'),
]);

export type CompletionNotice = ShapeType<typeof completionNoticeShape>;

export const input = shape('openec', '业务完成通知输入参数', [
  row(1, 'notice', '业务完成通知', nested(completionNoticeShape), 'N', 'Y'),
]);

export const output = shape('openec', '业务完成通知输出参数', [
  row(1, 'effectiveAt', '生效时间', momentField, 'N', 'Y'),
]);

/** At most so many notices are told at once. */
export const MOST_NOTICES = 100;

/** 业务完成通知查询: the local core business system asks what the other insured places of a person have completed. */
export const query = {
  input: shape('openec', '业务完成通知查询输入参数', [...identityRows]),
  output: shape('openec', '业务完成通知查询输出参数', [
    // The latest first.
    row(1, 'notices', '业务完成通知列表', listOf(nested(completionNoticeShape), MOST_NOTICES), 'N', 'Y'),
    row(2, 'total',   '通知总数',         N(),                                                 'N', 'Y'),
  ]),
};
