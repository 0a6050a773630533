import { parseOrgId } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { presentationRows } from './counter-rows.js';
import * as decodeQrCode from './decode-qr-code.js';
import { idTypeField } from './fields.js';

/** 身份证件查询 (4.10 身份信息): the person presents an identity document; type, number and name as they stand on it. */
export const input = shape('openec', '身份证件查询输入参数', [
  row(1, 'orgId',    '机构 ID',  C(32, parseOrgId), 'N', 'Y'),
  row(2, 'idType',   '证件类型', idTypeField,       'Y', 'Y'),
  row(3, 'idNo',     '证件号码', C(22),             'N', 'Y', 'personal'),
  row(4, 'userName', '姓名',     C(50),             'N', 'Y', 'personal'),
  ...presentationRows(5),
]);

export const output = decodeQrCode.output;
