import { parseOrgId } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { receiptShape } from './settle.js';

/** 结算撤销请求: a designated institution takes back a whole settlement of its own, under a serial number of its own for the reversal. */
export const input = shape('openec', '结算撤销输入参数', [
  row(1, 'orgId',            '机构 ID',        C(32, parseOrgId), 'N', 'Y'),
  row(2, 'settlementNo',     '结算编号',       C(32),             'N', 'Y'),
  row(3, 'reversalSerialNo', '机构撤销流水号', C(40),             'N', 'Y'),
]);

/** The receipt, marked reversed. */
export const output = receiptShape;
