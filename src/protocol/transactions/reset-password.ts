import { parseHandlingSerialNo, parseRealPersonSerialNo } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { momentField } from './fields.js';

/** 密码重置 (5.2.2 密码管理): the person has forgotten the password and proves real name and real person anew. */
export const input = shape('openec', '密码重置输入参数', [
  row(1, 'handlingSerialNo',   '经办流水号',     C(32, parseHandlingSerialNo),   'N', 'Y', 'secret'),
  row(2, 'realPersonSerialNo', '实人认证流水号', C(32, parseRealPersonSerialNo), 'N', 'Y', 'secret'),
  row(3, 'newPassword',        '新密码',         C(64),                          'N', 'Y', 'secret'),
]);

export const output = shape('openec', '密码重置输出参数', [
  row(1, 'changedAt', '变更时间', momentField, 'N', 'Y'),
]);
