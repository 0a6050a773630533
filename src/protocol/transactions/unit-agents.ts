import { C, listOf, nested, row, shape } from '../shape.js';
import { idTypeField, momentField } from './fields.js';
import { mandateRoleField, unitActorRows } from './unit-fields.js';
import { MOST_AGENTS } from './unit-record.js';

const agentRows = [
  row(3, 'idType',   '单位经办人证件类型', idTypeField, 'Y', 'Y'),
  row(4, 'idNo',     '单位经办人证件号码', C(22),       'N', 'Y', 'personal'),
  row(5, 'userName', '单位经办人姓名',     C(50),       'N', 'Y', 'personal'),
] as const;

const effective = (title: string) => shape('openec', title, [row(1, 'effectiveAt', '生效时间', momentField, 'N', 'Y')]);

/** 单位经办人指定 (INT-66): the legal representative, in the official channel, lets somebody else show the unit's code. */
export const appoint = {
  input: shape('openec', '单位经办人指定输入参数', [
    ...unitActorRows, ...agentRows,
    row(6, 'password', '法定代表人电子凭证密码', C(64), 'N', 'Y', 'secret'),
  ]),
  output: effective('单位经办人指定输出参数'),
};

/** 单位经办人解除: takes that back at once. */
export const dismiss = {
  input: shape('openec', '单位经办人解除输入参数', [...unitActorRows, ...agentRows]),
  output: effective('单位经办人解除输出参数'),
};

const listedShape = shape('openec', '单位授权人员信息', [
  row(1, 'role',     '身份',     mandateRoleField, 'Y', 'Y'),
  row(2, 'idType',   '证件类型', idTypeField,      'Y', 'Y'),
  row(3, 'idNo',     '证件号码', C(22),            'N', 'Y', 'personal'),
  row(4, 'userName', '姓名',     C(50),            'N', 'Y', 'personal'),
]);

/** 单位授权人员列表: the legal representative sees who may act for the unit. */
export const list = {
  input: shape('openec', '单位授权人员列表输入参数', [...unitActorRows]),
  output: shape('openec', '单位授权人员列表输出参数', [
    row(1, 'persons', '授权人员列表', listOf(nested(listedShape), MOST_AGENTS + 1), 'N', 'Y'),
  ]),
};
