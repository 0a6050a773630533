import { parseOrgId, parsePoolingArea, parseProvinceCode } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { receiptShape } from './settle.js';

/** 异地结算撤销请求 (6.5): the business place asks the insured place, through national, to reverse what it has settled. */
export const input = shape('openec', '异地结算撤销输入参数', [
  row(1, 'settlementNo',     '结算编号',       C(32),                   'N', 'Y'),
  row(2, 'businessProvince', '业务办理地省份', C(2, parseProvinceCode), 'Y', 'Y'),
  row(3, 'insuOrg',          '参保地行政区划', C(6, parsePoolingArea),  'N', 'Y'),
  row(4, 'orgId',            '机构 ID',        C(32, parseOrgId),       'N', 'Y'),
  row(5, 'reversalSerialNo', '机构撤销流水号', C(40),                   'N', 'Y'),
]);

export const output = receiptShape;
