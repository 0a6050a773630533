import { FormatError, parseMacAddress, parseOrgId, parseTerminalFilingNumber } from '../identifiers.js';
import { parseNetwork } from '../networks.js';
import { C, listOf, row, shape, type FieldType, type ShapeType } from '../shape.js';
import { standingField, terminalKindField } from './application-record.js';

const softwareVersion = (text: string): string => {
  if (!/^\d+(\.\d+)+$/.test(text)) throw new FormatError('X.Y, at least two levels (table 1)');
  return text;
};

/** A terminal is described in lists that people open in a spreadsheet: visible text, and nothing that a spreadsheet would carry out. // INT-94 */
function describing(length: number, lineEnds: 'one line' | 'several lines'): FieldType<string> {
  const invisible = lineEnds === 'one line' ? /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u : /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u;
  return C(length, (text) => {
    if (text.trim() !== text) throw new FormatError('no blanks at the ends');
    if (invisible.test(text)) throw new FormatError(`${lineEnds} of visible characters`);
    if (/^[=+\-@]/.test(text)) throw new FormatError('no =, +, - or @ at the beginning');
    return text;
  });
}

/** What the user of a terminal registers: table 1 终端登记信息 without what national assigns. */
const registeredRows = [
  row(1, 'orgId',     '机构 ID',         C(32, parseOrgId),                'N', 'Y'),
  row(2, 'name',      '终端的名称',      describing(50, 'one line'),       'N', 'Y'),
  row(3, 'purpose',   '终端的用途',      describing(200, 'several lines'), 'N', 'Y'),
  row(4, 'version',   '终端的版本',      C(20, softwareVersion),           'N', 'Y'),
  row(5, 'developer', '终端的开发单位',  describing(100, 'one line'),      'N', 'Y'),
  row(6, 'mac',       '终端 MAC 地址',   C(17, parseMacAddress),           'N', 'Y'),
  row(7, 'kind',      '终端类型',        terminalKindField,                'Y', 'Y'),
] as const;

/** What stands in a file of terminals (INT-94): table 1 and nothing else. */
export const describedShape = shape('表1', '终端登记信息', [...registeredRows]);

/** INT-139: from which networks the terminal may speak without a signature; from none where it is absent. */
const networksField = listOf(C(49, parseNetwork), 16);

/** 终端登记 (7.2.1.1, table 1). */
export const input = shape('表1', '终端登记输入参数', [...registeredRows, row(8, 'networks', '免签名网络', networksField, 'N', 'N')]);

export const output = shape('表1', '终端登记输出参数', [
  row(1, 'filingNumber', '终端备案号',   C(20, parseTerminalFilingNumber), 'N', 'Y'),
  row(2, 'filedOn',      '系统备案日期', C(8),                             'N', 'Y'),
]);

/** 终端信息同步: to the province of the institution; `user` is the name of the institution (table 1 row 5). */
export const terminalRecordShape = shape('表1', '终端信息', [
  ...registeredRows,
  row(8,  'filingNumber', '终端备案号',     C(20, parseTerminalFilingNumber), 'N', 'Y'),
  row(9,  'filedOn',      '系统备案日期',   C(8),                             'N', 'Y'),
  row(10, 'user',         '终端的使用单位', C(100),                           'N', 'Y'),
  row(11, 'standing',     '启用状态',       standingField,                    'Y', 'Y'),
  row(12, 'networks',     '免签名网络',     networksField,                    'N', 'N'),
]);

export type TerminalRecord = ShapeType<typeof terminalRecordShape>;

/** So many terminals are told of in one message; with their longest texts they stay below the 200 K of table B.1. */
export const MOST_TOLD = 100;

/** What whoever registers a terminal says of it. */
export type TerminalWish = ShapeType<typeof input>;

/** 终端变更: what may be said anew of a registered terminal; all of it is said. Another institution or another device is another terminal. */
export const terminalChangeShape = shape('表1', '终端变更输入参数', [
  row(1, 'name',      '终端的名称',     describing(50, 'one line'),       'N', 'Y'),
  row(2, 'purpose',   '终端的用途',     describing(200, 'several lines'), 'N', 'Y'),
  row(3, 'version',   '终端的版本',     C(20, softwareVersion),           'N', 'Y'),
  row(4, 'developer', '终端的开发单位', describing(100, 'one line'),      'N', 'Y'),
]);

export type TerminalChange = ShapeType<typeof terminalChangeShape>;

/** 终端免签名网络变更 (INT-139): all of them are said; none takes the terminal the right to speak without a signature. */
export const terminalNetworksShape = shape('openec', '终端免签名网络输入参数', [row(1, 'networks', '免签名网络', networksField, 'N', 'Y')]);

export type TerminalNetworks = ShapeType<typeof terminalNetworksShape>;
