import { parseEcToken, parseOrgId, parsePoolingArea } from '../identifiers.js';
import { C, row, shape, type ShapeType } from '../shape.js';
import { businessContentField } from './business-content.js';
import { businessTypeField, momentField } from './fields.js';

/** 扫码经办请求 (6.3.2.2 b): what a designated institution asks to be handled for the person whose code it scanned. */
export const input = shape('openec', '扫码经办输入参数', [
  row(1, 'orgId',               '机构 ID',        C(32, parseOrgId),    'N', 'Y'),
  row(2, 'ecToken',             '令牌',           C(64, parseEcToken),  'N', 'Y', 'secret'),
  row(3, 'businessType',        '用码业务类型',   businessTypeField,    'Y', 'Y'),
  row(4, 'institutionSerialNo', '机构经办流水号', C(40),                'N', 'Y'),
  row(5, 'content',             '经办内容',       businessContentField, 'N', 'N', 'secret'),
]);

/** 经办回执: the number under which the insured place's local core business system has booked the business. */
export const handlingReceiptShape = shape('openec', '经办回执', [
  row(1, 'handlingNo',          '经办编号',       C(32),                  'N', 'Y'),
  row(2, 'institutionSerialNo', '机构经办流水号', C(40),                  'N', 'Y'),
  row(3, 'orgId',               '机构 ID',        C(32, parseOrgId),      'N', 'Y'),
  row(4, 'businessType',        '用码业务类型',   businessTypeField,      'Y', 'Y'),
  row(5, 'insuOrg',             '参保地行政区划', C(6, parsePoolingArea), 'N', 'Y'),
  row(6, 'receiptNo',           '经办受理号',     C(40),                  'N', 'Y'),
  row(7, 'handledAt',           '经办时间',       momentField,            'N', 'Y'),
]);

export type HandlingReceipt = ShapeType<typeof handlingReceiptShape>;

export const output = handlingReceiptShape;
