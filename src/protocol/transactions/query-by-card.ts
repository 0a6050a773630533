import { parseBankCardNumber, parseOrgId } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { presentationRows } from './counter-rows.js';
import * as decodeQrCode from './decode-qr-code.js';

/** 金融卡查询 (4.10 金融信息): the person presents a bank card that the person has bound. */
export const input = shape('openec', '金融卡查询输入参数', [
  row(1, 'orgId',  '机构 ID',  C(32, parseOrgId),          'N', 'Y'),
  row(2, 'cardNo', '金融卡号', C(19, parseBankCardNumber), 'N', 'Y', 'secret'),
  ...presentationRows(3),
]);

export const output = decodeQrCode.output;
