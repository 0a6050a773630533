import { B, C, row, shape } from '../shape.js';
import { authorizationStateField } from './authorization-record.js';
import { credentialStateField } from './credential-record.js';
import type { NextFlow } from './query-state.js';
import { unitRows } from './unit-fields.js';

/** 单位状态判断 (6.1.2.3 b): a channel asks what stands between this unit and the use of its credential in it. */
export const input = shape('openec', '单位状态判断输入参数', [...unitRows]);

/** As for a person. */
export const output = shape('openec', '单位状态判断输出参数', [
  row(1, 'credentialState',    '凭证状态', credentialStateField,    'Y', 'Y'),
  row(2, 'authorized',         '可否使用', B,                       'N', 'Y'),
  row(3, 'next',               '下一流程', C<NextFlow>(10),         'Y', 'Y'),
  row(4, 'authorizationState', '授权状态', authorizationStateField, 'Y', 'N'),
]);
