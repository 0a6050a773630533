import { parseHandlingSerialNo, parseMobileNumber } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { idTypeField, momentField } from './fields.js';

/** 短信验证码类型: what a code that a channel asks for is for. It opens nothing else. */
export const channelSmsTypes = ['activate', 'authorize'] as const;
export type ChannelSmsType = (typeof channelSmsTypes)[number];

/** `present`: asked for by an institution at whose counter the mobile number is presented (4.10). */
export type SmsType = ChannelSmsType | 'present';

/**
 * 短信验证码发送. `activate`: to the number the person gives within a handling. `authorize`: to the number of the person who is named. A missing or
 * unknown type has a return code of its own (500029), so the table takes any text.
 */
export const input = shape('openec', '短信验证码发送输入参数', [
  row(1, 'smsType',          '短信验证码类型', C(20),                        'Y', 'N'),
  row(2, 'handlingSerialNo', '经办流水号',     C(32, parseHandlingSerialNo), 'N', 'N', 'secret'),
  row(3, 'mobile',           '手机号',         C(11, parseMobileNumber),     'N', 'N', 'personal'),
  row(4, 'idType',           '证件类型',       idTypeField,                  'Y', 'N'),
  row(5, 'idNo',             '证件号码',       C(22),                        'N', 'N', 'personal'),
  row(6, 'userName',         '姓名',           C(50),                        'N', 'N', 'personal'),
]);

export const output = shape('openec', '短信验证码发送输出参数', [
  // Masked, such as 138****0000: enough for the person to know which telephone to look at.
  row(1, 'sentTo',    '接收号码（脱敏）', C(11),       'N', 'Y'),
  row(2, 'expiresAt', '验证码失效时间',   momentField, 'N', 'Y'),
  row(3, 'resendAt',  '可重发时间',       momentField, 'N', 'Y'),
]);
