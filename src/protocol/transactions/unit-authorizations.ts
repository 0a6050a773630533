import { parseChannelAuthorizationCode, parseChannelNumber } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { authorizationStateField } from './authorization-record.js';
import { authorizationChangeField, output as changed } from './change-authorization.js';
import { momentField } from './fields.js';
import { output as listed } from './list-authorizations.js';
import { creditCodeField, unitActorRows } from './unit-fields.js';

/** 单位渠道授权 (4.6, 6.1.4): the legal representative lets the current channel use the unit's credential; confirmed as the representative's own is. */
export const grant = {
  input: shape('openec', '单位渠道授权输入参数', [
    row(1, 'authorizationCode', '个人渠道授权码',   C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
    row(2, 'creditCode',        '统一社会信用代码', creditCodeField,                      'N', 'Y'),
    row(3, 'unitName',          '单位名称',         C(100),                               'N', 'Y'),
    row(4, 'password',          '电子凭证密码',     C(64),                                'N', 'N', 'secret'),
    row(5, 'smsCode',           '短信验证码',       C(6),                                 'N', 'N', 'secret'),
  ]),
  output: shape('openec', '单位渠道授权输出参数', [
    row(1, 'unitAuthorizationCode', '单位渠道授权码', C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
    row(2, 'state',                 '授权状态',       authorizationStateField,              'Y', 'Y'),
    row(3, 'changedAt',             '变更时间',       momentField,                          'N', 'Y'),
  ]),
};

/** 单位授权管理 (4.7): in the official channel, by the legal representative. */
export const list = { input: shape('openec', '单位授权列表输入参数', [...unitActorRows]), output: listed };

/** 单位授权状态变更 (4.7), in the same place. */
export const change = {
  input: shape('openec', '单位授权状态变更输入参数', [
    ...unitActorRows,
    row(3, 'channelNumber', '第三方渠道编号', C(32, parseChannelNumber), 'N', 'Y'),
    row(4, 'change',        '变更',           authorizationChangeField,  'Y', 'Y'),
  ]),
  output: changed,
};
