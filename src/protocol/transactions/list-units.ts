import { parseChannelAuthorizationCode } from '../identifiers.js';
import { C, listOf, nested, row, shape } from '../shape.js';
import { authorizationStateField } from './authorization-record.js';
import { credentialStateField } from './credential-record.js';
import { mandateRoleField, unitKindField, unitRows } from './unit-fields.js';

/** 本人可代表的单位: asked by the channel in which the person acts. */
export const input = shape('openec', '可代表单位列表输入参数', [
  row(1, 'authorizationCode', '个人渠道授权码', C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
]);

const listedUnitShape = shape('openec', '可代表单位', [
  ...unitRows,
  row(3, 'unitKind',           '单位类别', unitKindField,           'Y', 'Y'),
  row(4, 'role',               '身份',     mandateRoleField,        'Y', 'Y'),
  row(5, 'credentialState',    '凭证状态', credentialStateField,    'Y', 'Y'),
  // What the unit has agreed with this channel; absent where it never did.
  row(6, 'authorizationState', '授权状态', authorizationStateField, 'Y', 'N'),
]);

export const output = shape('openec', '可代表单位列表输出参数', [
  row(1, 'units', '单位列表', listOf(nested(listedUnitShape), 1_000), 'N', 'Y'),
]);
