import { parseCredentialNumber, parseEcToken, parseOrgId, parsePoolingArea, parseProvinceCode } from '../identifiers.js';
import { C, nested, row, shape } from '../shape.js';
import { institutionKindField } from './application-record.js';
import { credentialRecordShape } from './credential-record.js';
import { businessTypeField, fenField, idTypeField, insuranceTypeField } from './fields.js';
import { receiptShape } from './settle.js';

/** 异地结算请求 (6.5): the business place has checked its own token and asks the insured place, through national, to settle. */
export const input = shape('openec', '异地结算输入参数', [
  row(1, 'settlementNo',        '结算编号',       C(32),                        'N', 'Y'),
  row(2, 'businessProvince',    '业务办理地省份', C(2, parseProvinceCode),      'Y', 'Y'),
  row(3, 'credentialNumber',    '电子凭证标识码', C(64, parseCredentialNumber), 'N', 'Y', 'personal'),
  row(4, 'insuOrg',             '参保地行政区划', C(6, parsePoolingArea),       'N', 'Y'),
  row(5, 'orgId',               '机构 ID',        C(32, parseOrgId),            'N', 'Y'),
  row(6, 'ecToken',             '令牌',           C(64, parseEcToken),          'N', 'Y', 'secret'),
  row(7, 'businessType',        '用码业务类型',   businessTypeField,            'Y', 'Y'),
  row(8, 'institutionSerialNo', '机构结算流水号', C(40),                        'N', 'Y'),
  row(9, 'totalFen',            '费用总额（分）', fenField,                     'N', 'Y'),
  row(10, 'institutionKind',    '两定机构类别',   institutionKindField,         'Y', 'Y'),
  // What the business place believes of the person: the insured place compares it with its own data (6.3.2.2 c).
  row(11, 'idType',             '证件类型',       idTypeField,                  'Y', 'Y'),
  row(12, 'idNo',               '证件号码',       C(22),                        'N', 'Y', 'personal'),
  row(13, 'userName',           '姓名',           C(50),                        'N', 'Y', 'personal'),
  row(14, 'insuranceType',      '险种类型',       insuranceTypeField,           'Y', 'Y'),
]);

/** Either the receipt, or, where the data differ, what the insured place knows. */
export const output = shape('openec', '异地结算输出参数', [
  row(1, 'receipt', '结算回执',         nested(receiptShape),          'N', 'N'),
  row(2, 'updated', '更新后的参保信息', nested(credentialRecordShape), 'N', 'N'),
]);
