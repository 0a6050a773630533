import { parseEcToken, parseOrgId, parsePoolingArea } from '../identifiers.js';
import { B, C, row, shape } from '../shape.js';
import { institutionKindField } from './application-record.js';
import { businessTypeField, fenField, idTypeField, insuranceTypeField, momentField } from './fields.js';

/** 结算委托: what the mid-platform hands to the local core business system (6.4.2.2 c, 6.5.2.2 c). */
export const input = shape('openec', '结算委托输入参数', [
  row(1, 'settlementNo',       '结算编号',         C(32),                  'N', 'Y'),
  row(2, 'orgId',              '机构 ID',          C(32, parseOrgId),      'N', 'Y'),
  row(3, 'businessType',       '用码业务类型',     businessTypeField,      'Y', 'Y'),
  row(4, 'ecToken',            '令牌',             C(64, parseEcToken),    'N', 'Y', 'secret'),
  // INT-15, INT-26: a token of another province was checked there; the order says by whom.
  row(5, 'tokenCheckedHere',   '令牌由本省签发',   B,                      'N', 'Y'),
  row(6, 'idType',             '证件类型',         idTypeField,            'Y', 'Y'),
  row(7, 'idNo',               '证件号码',         C(22),                  'N', 'Y', 'personal'),
  row(8, 'userName',           '姓名',             C(50),                  'N', 'Y', 'personal'),
  row(9, 'insuOrg',            '参保地行政区划',   C(6, parsePoolingArea), 'N', 'Y'),
  row(10, 'insuranceType',     '险种类型',         insuranceTypeField,     'Y', 'Y'),
  row(11, 'totalFen',          '费用总额（分）',   fenField,               'N', 'Y'),
  row(12, 'institutionKind',   '两定机构类别',     institutionKindField,   'Y', 'Y'),
]);

export const output = shape('openec', '结算委托输出参数', [
  row(1, 'fundFen',            '统筹基金支付（分）', fenField,    'N', 'Y'),
  row(2, 'personalAccountFen', '个人账户支付（分）', fenField,    'N', 'Y'),
  row(3, 'cashFen',            '个人现金支付（分）', fenField,    'N', 'Y'),
  row(4, 'settledAt',          '结算时间',           momentField, 'N', 'Y'),
]);
