import { C, row, shape } from '../shape.js';
import type { AuthorizationState } from './authorization-record.js';
import { identityRows, momentField } from './fields.js';

/** 授权状态查询: a channel looks for the authorization this person gave it; the code itself is not told again. */
export const input = shape('openec', '授权状态查询输入参数', [...identityRows]);

export const output = shape('openec', '授权状态查询输出参数', [
  row(1, 'state',     '授权状态', C<AuthorizationState>(10), 'Y', 'Y'),
  row(2, 'changedAt', '变更时间', momentField,               'N', 'Y'),
]);
