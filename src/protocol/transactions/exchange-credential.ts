import { parseChannelAuthorizationCode, parseChannelNumber } from '../identifiers.js';
import { C, nested, row, shape } from '../shape.js';
import { authorizationRecordShape } from './authorization-record.js';
import { credentialRecordShape } from './credential-record.js';

/** 电子凭证信息获取 (6.2.2.2 b 2): the business place does not know the person and asks national. */
export const input = shape('openec', '电子凭证信息获取输入参数', [
  row(1, 'authorizationCode', '个人渠道授权码', C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
  row(2, 'channelNumber',     '渠道编号',       C(32, parseChannelNumber),            'N', 'Y'),
]);

export const output = shape('openec', '电子凭证信息获取输出参数', [
  row(1, 'credential',    '电子凭证信息',     nested(credentialRecordShape),    'N', 'Y'),
  row(2, 'authorization', '个人渠道授权信息', nested(authorizationRecordShape), 'N', 'Y'),
]);
