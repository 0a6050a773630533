import { parseEcToken, parseOrgId, parsePoolingArea } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { businessTypeField, fenField } from './fields.js';

/** 预结算请求: what a settlement of this total would come to now (6.4.2.2 b before it is meant). Nothing is written and the token stays as it is. */
export const input = shape('openec', '预结算输入参数', [
  row(1, 'orgId',        '机构 ID',        C(32, parseOrgId),   'N', 'Y'),
  row(2, 'ecToken',      '令牌',           C(64, parseEcToken), 'N', 'Y', 'secret'),
  row(3, 'businessType', '用码业务类型',   businessTypeField,   'Y', 'Y'),
  row(4, 'totalFen',     '费用总额（分）', fenField,            'N', 'Y'),
]);

export const output = shape('openec', '预结算输出参数', [
  row(1, 'insuOrg',            '参保地行政区划',     C(6, parsePoolingArea), 'N', 'Y'),
  row(2, 'totalFen',           '费用总额（分）',     fenField,               'N', 'Y'),
  row(3, 'fundFen',            '统筹基金支付（分）', fenField,               'N', 'Y'),
  row(4, 'personalAccountFen', '个人账户支付（分）', fenField,               'N', 'Y'),
  row(5, 'cashFen',            '个人现金支付（分）', fenField,               'N', 'Y'),
]);
