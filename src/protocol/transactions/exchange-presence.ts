import { C, nested, row, shape } from '../shape.js';
import { credentialRecordShape } from './credential-record.js';
import { identityRows, momentField } from './fields.js';

/** 到场核验 (7.1, INT-91): a person is present at an institution, with document and password; national says whose credential it is and verifies both. */
export const input = shape('openec', '到场核验输入参数', [
  ...identityRows,
  row(4, 'password', '电子凭证密码', C(64), 'N', 'Y', 'secret'),
]);

export const output = shape('openec', '到场核验输出参数', [
  row(1, 'credential', '电子凭证信息', nested(credentialRecordShape), 'N', 'Y'),
  row(2, 'verifiedAt', '校验时间',     momentField,                   'N', 'Y'),
]);
