import { C, row, shape } from '../shape.js';
import { receiptShape } from './settle.js';

/** 结算回执查询: the receipt as this province holds it. */
export const input = shape('openec', '结算回执查询输入参数', [
  row(1, 'settlementNo', '结算编号', C(32), 'N', 'Y'),
]);

export const output = receiptShape;
