import { parseChannelAuthorizationCode } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import type { AuthorizationState } from './authorization-record.js';
import { identityRows, momentField } from './fields.js';

/**
 * 渠道授权 (4.6, 6.1.4): the channel hands over the real-name information, the person confirms with the credential password or a code from a short
 * message, one of the two.
 */
export const input = shape('openec', '渠道授权输入参数', [
  ...identityRows,
  row(4, 'password', '电子凭证密码', C(64), 'N', 'N', 'secret'),
  row(5, 'smsCode',  '短信验证码',   C(6),  'N', 'N', 'secret'),
]);

export const output = shape('openec', '渠道授权输出参数', [
  row(1, 'authorizationCode', '个人渠道授权码', C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
  row(2, 'state',             '授权状态',       C<AuthorizationState>(10),            'Y', 'Y'),
  row(3, 'changedAt',         '变更时间',       momentField,                          'N', 'Y'),
]);
