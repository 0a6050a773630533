import { parseOrgId, parseProvinceCode } from '../identifiers.js';
import { C, nested, row, shape } from '../shape.js';
import { businessContentField } from './business-content.js';
import { credentialRecordShape } from './credential-record.js';
import { businessTypeField } from './fields.js';
import { handlingReceiptShape } from './handle-business.js';
import { insuredDataShape } from './insured-data.js';

/** 异地经办请求 (6.3.2.2 b 2): the business place has checked its own token and asks the insured place, through national, to handle. */
export const input = shape('openec', '异地经办输入参数', [
  row(1, 'handlingNo',          '经办编号',       C(32),                    'N', 'Y'),
  row(2, 'businessProvince',    '业务办理地省份', C(2, parseProvinceCode),  'Y', 'Y'),
  row(3, 'insuredData',         '参保信息',       nested(insuredDataShape), 'N', 'Y'),
  row(4, 'orgId',               '机构 ID',        C(32, parseOrgId),        'N', 'Y'),
  row(5, 'businessType',        '用码业务类型',   businessTypeField,        'Y', 'Y'),
  row(6, 'institutionSerialNo', '机构经办流水号', C(40),                    'N', 'Y'),
  row(7, 'content',             '经办内容',       businessContentField,     'N', 'N', 'secret'),
]);

/** Either the receipt (6.3.2.2 c 1), or, where the data differ, what the insured place knows (6.3.2.2 c 2). */
export const output = shape('openec', '异地经办输出参数', [
  row(1, 'receipt', '经办回执',         nested(handlingReceiptShape),  'N', 'N'),
  row(2, 'updated', '更新后的参保信息', nested(credentialRecordShape), 'N', 'N'),
]);
