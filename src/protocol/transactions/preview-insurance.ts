import { parseEcToken, parseOrgId, parsePoolingArea } from '../identifiers.js';
import { B, C, row, shape, type ShapeType } from '../shape.js';
import { institutionKindField } from './application-record.js';
import { businessTypeField, fenField, idTypeField, insuranceTypeField } from './fields.js';

/** 预结算委托: the mid-platform asks the local core business system what a settlement would come to. The rows are those of 结算委托, without its number. */
export const input = shape('openec', '预结算委托输入参数', [
  row(1, 'orgId',            '机构 ID',        C(32, parseOrgId),      'N', 'Y'),
  row(2, 'businessType',     '用码业务类型',   businessTypeField,      'Y', 'Y'),
  // Absent where the token was checked at the business place in another province (INT-26).
  row(3, 'ecToken',          '令牌',           C(64, parseEcToken),    'N', 'N', 'secret'),
  row(4, 'tokenCheckedHere', '令牌由本省签发', B,                      'N', 'Y'),
  row(5, 'idType',           '证件类型',       idTypeField,            'Y', 'Y'),
  row(6, 'idNo',             '证件号码',       C(22),                  'N', 'Y', 'personal'),
  row(7, 'userName',         '姓名',           C(50),                  'N', 'Y', 'personal'),
  row(8, 'insuOrg',          '参保地行政区划', C(6, parsePoolingArea), 'N', 'Y'),
  row(9, 'insuranceType',    '险种类型',       insuranceTypeField,     'Y', 'Y'),
  row(10, 'totalFen',        '费用总额（分）', fenField,               'N', 'Y'),
  row(11, 'institutionKind', '两定机构类别',   institutionKindField,   'Y', 'Y'),
]);

/** Who pays what, in fen; the shares add up to the total. */
export const sharesShape = shape('openec', '费用分担', [
  row(1, 'fundFen',            '统筹基金支付（分）', fenField, 'N', 'Y'),
  row(2, 'personalAccountFen', '个人账户支付（分）', fenField, 'N', 'Y'),
  row(3, 'cashFen',            '个人现金支付（分）', fenField, 'N', 'Y'),
]);

export type Shares = ShapeType<typeof sharesShape>;

export const output = sharesShape;
