import { parseChannelAuthorizationCode } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { output as linkOutput } from './link-page.js';

/** 移动支付清单链接 (C.4 500038): a channel asks where the person finds the list of what was paid by mobile payment in this province. */
export const input = shape('openec', '移动支付清单链接输入参数', [
  row(1, 'authorizationCode', '个人渠道授权码', C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
]);

export const output = linkOutput;
