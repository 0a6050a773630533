import { parseChannelAuthorizationCode } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { momentField } from './fields.js';

/** 密码修改 (5.2.2 密码管理): the person knows the old password. */
export const input = shape('openec', '密码修改输入参数', [
  row(1, 'authorizationCode', '个人渠道授权码', C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
  row(2, 'oldPassword',       '原密码',         C(64),                                'N', 'Y', 'secret'),
  row(3, 'newPassword',       '新密码',         C(64),                                'N', 'Y', 'secret'),
]);

export const output = shape('openec', '密码修改输出参数', [
  row(1, 'changedAt', '变更时间', momentField, 'N', 'Y'),
]);
