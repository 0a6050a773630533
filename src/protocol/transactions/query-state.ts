import { B, C, row, shape } from '../shape.js';
import type { AuthorizationState } from './authorization-record.js';
import type { CredentialState } from './credential-record.js';
import { identityRows } from './fields.js';

/** 下一流程 (6.1.2.3 b): activate (6.1.3), authorize this channel (6.1.4), or use the credential. */
export const nextFlows = ['activate', 'authorize', 'use'] as const;
export type NextFlow = (typeof nextFlows)[number];

/** 状态判断 (6.1.2.3 b): a channel asks what stands between this person and the use of the credential in it. */
export const input = shape('openec', '状态判断输入参数', [...identityRows]);

export const output = shape('openec', '状态判断输出参数', [
  row(1, 'credentialState',    '凭证状态',   C<CredentialState>(12),    'Y', 'Y'),
  // The official channel needs no authorization (4.5): there it says whether the credential is activated.
  row(2, 'authorized',         '可否使用',   B,                         'N', 'Y'),
  row(3, 'next',               '下一流程',   C<NextFlow>(10),           'Y', 'Y'),
  // Of this channel; absent where the person has never authorized it.
  row(4, 'authorizationState', '授权状态',   C<AuthorizationState>(10), 'Y', 'N'),
]);
