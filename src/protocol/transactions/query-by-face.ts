import { parseAuthNo, parseOrgId } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { counterRows, presentationRows } from './counter-rows.js';
import * as decodeQrCode from './decode-qr-code.js';

/** 业务流水号 of the institution's own system: names one step. */
const outBizNoField = C(64);

/** 刷脸认证 `cn.nhsa.ec.auth` (4.10 生物特征码): the face before the terminal, as its collector made it (Base64, at most 200 K as in table B.1). */
export const authenticate = {
  input: shape('openec', '刷脸认证输入参数', [
    row(1, 'orgId',    '机构 ID',    C(32, parseOrgId), 'N', 'Y'),
    row(2, 'outBizNo', '业务流水号', outBizNoField,     'N', 'Y'),
    row(3, 'extData',  '人脸数据',   C(200_000),        'N', 'Y', 'secret'),
    ...counterRows(4),
  ]),
  output: shape('openec', '刷脸认证输出参数', [
    row(1, 'authNo', '授权号', C(32, parseAuthNo), 'N', 'Y', 'secret'),
  ]),
};

/** 刷脸授权查询 `cn.nhsa.auth.check`: with the number of the authentication, and a business number of its own (INT-64). */
export const input = shape('openec', '刷脸授权查询输入参数', [
  row(1, 'orgId',    '机构 ID',    C(32, parseOrgId),  'N', 'Y'),
  row(2, 'outBizNo', '业务流水号', outBizNoField,      'N', 'Y'),
  row(3, 'authNo',   '授权号',     C(32, parseAuthNo), 'N', 'Y', 'secret'),
  ...presentationRows(4),
]);

export const output = decodeQrCode.output;
