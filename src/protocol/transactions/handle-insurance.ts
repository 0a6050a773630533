import { parseEcToken, parseOrgId } from '../identifiers.js';
import { C, nested, row, shape } from '../shape.js';
import { businessContentField } from './business-content.js';
import { businessTypeField, momentField } from './fields.js';
import { insuredDataShape } from './insured-data.js';

/** 经办委托: what the mid-platform hands to the local core business system (6.3.2.2 b, c). */
export const input = shape('openec', '经办委托输入参数', [
  row(1, 'handlingNo',   '经办编号',     C(32),                    'N', 'Y'),
  row(2, 'orgId',        '机构 ID',      C(32, parseOrgId),        'N', 'Y'),
  row(3, 'businessType', '用码业务类型', businessTypeField,        'Y', 'Y'),
  // Absent where the token was checked at the business place in another province (INT-26).
  row(4, 'ecToken',      '令牌',         C(64, parseEcToken),      'N', 'N', 'secret'),
  row(5, 'insuredData',  '参保信息',     nested(insuredDataShape), 'N', 'Y'),
  row(6, 'content',      '经办内容',     businessContentField,     'N', 'N', 'secret'),
]);

export const output = shape('openec', '经办委托输出参数', [
  row(1, 'receiptNo', '经办受理号', C(40),       'N', 'Y'),
  row(2, 'handledAt', '经办时间',   momentField, 'N', 'Y'),
]);
