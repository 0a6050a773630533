import { parseChannelAuthorizationCode, parseChannelNumber } from '../identifiers.js';
import { C, listOf, nested, row, shape } from '../shape.js';
import type { AuthorizationState } from './authorization-record.js';
import { momentField } from './fields.js';

/** 授权管理 (4.7): the person, in the official channel, proven by the code that this channel holds for the person. */
export const input = shape('openec', '授权列表输入参数', [
  row(1, 'authorizationCode', '个人渠道授权码', C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
]);

/** 第三方渠道授权状态: one channel of another party. Its code is between the person and that channel and is not told here. */
const listedShape = shape('openec', '第三方渠道授权状态', [
  row(1, 'channelNumber', '渠道编号', C(32, parseChannelNumber), 'N', 'Y'),
  row(2, 'channelName',   '渠道名称', C(100),                    'N', 'Y'),
  row(3, 'state',         '授权状态', C<AuthorizationState>(10), 'Y', 'Y'),
  row(4, 'changedAt',     '变更时间', momentField,               'N', 'Y'),
]);

export const output = shape('openec', '授权列表输出参数', [
  row(1, 'authorizations', '授权列表', listOf(nested(listedShape), 1_000), 'N', 'Y'),
]);
