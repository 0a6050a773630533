import { parseMobileNumber, parseOrgId } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { counterRows, presentationRows } from './counter-rows.js';
import * as decodeQrCode from './decode-qr-code.js';
import * as sendSmsCode from './send-sms-code.js';

/** 手机号查询短信验证码发送 (4.10 手机号): the person says a mobile number at the counter and is sent a code for this institution. */
export const send = {
  input: shape('openec', '手机号查询短信验证码发送输入参数', [
    row(1, 'orgId',  '机构 ID', C(32, parseOrgId),        'N', 'Y'),
    row(2, 'mobile', '手机号',  C(11, parseMobileNumber), 'N', 'Y', 'personal'),
    ...counterRows(3),
  ]),
  output: sendSmsCode.output,
};

/** 手机号查询: number and code. Where several persons hold the number, name or document number say which of them it is (INT-63). */
export const input = shape('openec', '手机号查询输入参数', [
  row(1, 'orgId',    '机构 ID',    C(32, parseOrgId),        'N', 'Y'),
  row(2, 'mobile',   '手机号',     C(11, parseMobileNumber), 'N', 'Y', 'personal'),
  row(3, 'smsCode',  '短信验证码', C(6),                     'N', 'Y', 'secret'),
  row(4, 'userName', '姓名',       C(50),                    'N', 'N', 'personal'),
  row(5, 'idNo',     '证件号码',   C(22),                    'N', 'N', 'personal'),
  ...presentationRows(6),
]);

export const output = decodeQrCode.output;
