import { parseChannelAuthorizationCode, parseHandlingSerialNo, parseMobileNumber, parseRealPersonSerialNo } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import type { CredentialState } from './credential-record.js';
import { momentField } from './fields.js';

/** 密码设置与激活 (4.2, 6.1.3.3 b–d). */
export const input = shape('openec', '凭证激活输入参数', [
  row(1, 'handlingSerialNo',   '经办流水号',     C(32, parseHandlingSerialNo),   'N', 'Y', 'secret'),
  row(2, 'realPersonSerialNo', '实人认证流水号', C(32, parseRealPersonSerialNo), 'N', 'Y', 'secret'),
  row(3, 'password',           '电子凭证密码',   C(64),                          'N', 'Y', 'secret'),
  // The person's number, proven by the code sent to it in this handling; both or neither.
  row(4, 'mobile',             '手机号',         C(11, parseMobileNumber),       'N', 'N', 'personal'),
  row(5, 'smsCode',            '短信验证码',     C(6),                           'N', 'N', 'secret'),
]);

/** The state and the channel authorization code, fed back to the current channel (6.1.2.3 c, 6.1.3.3 d and e). */
export const output = shape('openec', '凭证激活输出参数', [
  row(1, 'credentialState',   '凭证状态',       C<CredentialState>(12),                'Y', 'Y'),
  row(2, 'authorizationCode', '个人渠道授权码', C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
  row(3, 'activatedAt',       '激活时间',       momentField,                           'N', 'Y'),
]);
