import { parseHandlingSerialNo, parseRealPersonSerialNo } from '../identifiers.js';
import { C, row, shape } from '../shape.js';

/** 实人认证请求 (2.5, 6.1.3.3 a): the biometric sample, as the channel's collector made it (Base64, at most 200 K as in table B.1). */
export const input = shape('openec', '实人认证输入参数', [
  row(1, 'handlingSerialNo', '经办流水号',   C(32, parseHandlingSerialNo), 'N', 'Y', 'secret'),
  row(2, 'biometricSample',  '生物特征样本', C(200_000),                   'N', 'Y', 'secret'),
]);

export const output = shape('openec', '实人认证输出参数', [
  row(1, 'realPersonSerialNo', '实人认证流水号', C(32, parseRealPersonSerialNo), 'N', 'Y', 'secret'),
]);
