import { parseDivisionCode } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { identityRows } from './fields.js';
import { output as openedHandling } from './verify-real-name.js';

/** 微信实名认证请求 (2.4, C.4 500025, 500026): as 实名认证, with WeChat as the one who knows the person who holds the telephone. */
export const input = shape('openec', '微信实名认证输入参数', [
  ...identityRows,
  row(4, 'businessPlace', '业务办理地',   C(6, parseDivisionCode), 'N', 'Y'),
  row(5, 'openId',        '微信用户标识', C(128),                  'N', 'Y', 'personal'),
  row(6, 'wechatCode',    '微信授权码',   C(128),                  'N', 'Y', 'secret'),
]);

export const output = openedHandling;
