import { parseChannelAuthorizationCode, parseDivisionCode } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { credentialStateField } from './credential-record.js';
import { momentField } from './fields.js';
import { creditCodeField } from './unit-fields.js';

/** 单位凭证激活 (4.2, INT-66): by the legal representative, whose own credential is activated, with the password of that credential. */
export const input = shape('openec', '单位凭证激活输入参数', [
  row(1, 'authorizationCode', '个人渠道授权码',   C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
  row(2, 'creditCode',        '统一社会信用代码', creditCodeField,                      'N', 'Y'),
  row(3, 'unitName',          '单位名称',         C(100),                               'N', 'Y'),
  row(4, 'businessPlace',     '业务办理地',       C(6, parseDivisionCode),              'N', 'Y'),
  row(5, 'password',          '电子凭证密码',     C(64),                                'N', 'Y', 'secret'),
]);

export const output = shape('openec', '单位凭证激活输出参数', [
  row(1, 'credentialState',       '凭证状态',       credentialStateField,                 'Y', 'Y'),
  row(2, 'unitAuthorizationCode', '单位渠道授权码', C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
  row(3, 'activatedAt',           '激活时间',       momentField,                          'N', 'Y'),
]);
