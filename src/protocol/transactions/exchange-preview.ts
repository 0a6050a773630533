import { parseCredentialNumber, parseOrgId, parsePoolingArea, parseProvinceCode } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { institutionKindField } from './application-record.js';
import { businessTypeField, fenField } from './fields.js';
import { sharesShape } from './preview-insurance.js';

/** 异地预结算请求 (6.5): the business place has checked its own token and asks the insured place, through national, what a settlement would come to. */
export const input = shape('openec', '异地预结算输入参数', [
  row(1, 'businessProvince', '业务办理地省份', C(2, parseProvinceCode),      'Y', 'Y'),
  row(2, 'credentialNumber', '电子凭证标识码', C(64, parseCredentialNumber), 'N', 'Y', 'personal'),
  row(3, 'insuOrg',          '参保地行政区划', C(6, parsePoolingArea),       'N', 'Y'),
  row(4, 'orgId',            '机构 ID',        C(32, parseOrgId),            'N', 'Y'),
  row(5, 'institutionKind',  '两定机构类别',   institutionKindField,         'Y', 'Y'),
  row(6, 'businessType',     '用码业务类型',   businessTypeField,            'Y', 'Y'),
  row(7, 'totalFen',         '费用总额（分）', fenField,                     'N', 'Y'),
]);

export const output = sharesShape;
