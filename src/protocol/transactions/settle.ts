import { parseEcToken, parseOrgId, parsePoolingArea } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { businessTypeField, fenField, momentField } from './fields.js';

/** 结算请求 (6.4.2.2 b, 6.5.2.2 b): what a designated institution asks to be settled. */
export const input = shape('openec', '结算输入参数', [
  row(1, 'orgId',               '机构 ID',         C(32, parseOrgId),   'N', 'Y'),
  row(2, 'ecToken',             '令牌',            C(64, parseEcToken), 'N', 'Y', 'secret'),
  row(3, 'businessType',        '用码业务类型',    businessTypeField,   'Y', 'Y'),
  row(4, 'institutionSerialNo', '机构结算流水号',  C(40),               'N', 'Y'),
  row(5, 'totalFen',            '费用总额（分）',  fenField,            'N', 'Y'),
  // INT-18, INT-23: where the province asks for it at settlement; then the data travels encrypted.
  row(6, 'password',            '电子凭证密码',    C(64),               'N', 'N', 'secret'),
]);

/** 结算回执: the shares add up to the total, in fen. The last two rows stand once the settlement is reversed (结算撤销). */
export const receiptShape = shape('openec', '结算回执', [
  row(1, 'settlementNo',        '结算编号',           C(32),                 'N', 'Y'),
  row(2, 'institutionSerialNo', '机构结算流水号',     C(40),                 'N', 'Y'),
  row(3, 'orgId',               '机构 ID',            C(32, parseOrgId),     'N', 'Y'),
  row(4, 'businessType',        '用码业务类型',       businessTypeField,     'Y', 'Y'),
  row(5, 'insuOrg',             '参保地行政区划',     C(6, parsePoolingArea), 'N', 'Y'),
  row(6, 'totalFen',            '费用总额（分）',     fenField,              'N', 'Y'),
  row(7, 'fundFen',             '统筹基金支付（分）', fenField,              'N', 'Y'),
  row(8, 'personalAccountFen',  '个人账户支付（分）', fenField,              'N', 'Y'),
  row(9, 'cashFen',             '个人现金支付（分）', fenField,              'N', 'Y'),
  row(10, 'settledAt',          '结算时间',           momentField,           'N', 'Y'),
  row(11, 'reversalSerialNo',   '机构撤销流水号',     C(40),                 'N', 'N'),
  row(12, 'reversedAt',         '撤销时间',           momentField,           'N', 'N'),
]);

export const output = receiptShape;
