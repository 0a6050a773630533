import { parseCredentialNumber } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { momentField } from './fields.js';

/** 密码校验 (4.2, INT-23): a province whose policy asks for the password has national verify it and never keeps it. */
export const input = shape('openec', '密码校验输入参数', [
  row(1, 'credentialNumber', '电子凭证标识码', C(64, parseCredentialNumber), 'N', 'Y', 'personal'),
  row(2, 'password',         '电子凭证密码',   C(64),                        'N', 'Y', 'secret'),
]);

export const output = shape('openec', '密码校验输出参数', [
  row(1, 'verifiedAt', '校验时间', momentField, 'N', 'Y'),
]);
