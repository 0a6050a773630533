import { parseChannelAuthorizationCode, parseChannelNumber } from '../identifiers.js';
import { C, oneOf, row, shape } from '../shape.js';
import type { AuthorizationState } from './authorization-record.js';
import { momentField } from './fields.js';

/** What a person may do with an authorization (4.7): 暂停、恢复、撤销. */
export const authorizationChanges = ['suspend', 'restore', 'revoke'] as const;
export type AuthorizationChange = (typeof authorizationChanges)[number];

export const authorizationChangeField = oneOf<AuthorizationChange>(10, authorizationChanges);

/** 授权状态变更 (4.7), in the official channel, proven as in 授权列表. */
export const input = shape('openec', '授权状态变更输入参数', [
  row(1, 'authorizationCode', '个人渠道授权码',     C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
  row(2, 'channelNumber',     '第三方渠道编号',     C(32, parseChannelNumber),            'N', 'Y'),
  row(3, 'change',            '变更',               authorizationChangeField,             'Y', 'Y'),
]);

export const output = shape('openec', '授权状态变更输出参数', [
  row(1, 'state',     '授权状态', C<AuthorizationState>(10), 'Y', 'Y'),
  row(2, 'changedAt', '变更时间', momentField,               'N', 'Y'),
]);
