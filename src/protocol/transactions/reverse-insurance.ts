import { parseOrgId } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { momentField } from './fields.js';

/** 结算撤销委托: the local core business system takes a whole settlement back, once. */
export const input = shape('openec', '结算撤销委托输入参数', [
  row(1, 'settlementNo',     '结算编号',       C(32),             'N', 'Y'),
  row(2, 'orgId',            '机构 ID',        C(32, parseOrgId), 'N', 'Y'),
  row(3, 'reversalSerialNo', '机构撤销流水号', C(40),             'N', 'Y'),
]);

export const output = shape('openec', '结算撤销委托输出参数', [
  row(1, 'reversedAt', '撤销时间', momentField, 'N', 'Y'),
]);
