import { parseMacAddress, parseOrgId, parsePoolingArea, parseQrValue } from '../identifiers.js';
import { C, listOf, nested, row, shape } from '../shape.js';
import { identityRows, insuredPlaceShape, momentField } from './fields.js';

/** 定点机构展码请求 (7.1, INT-91): an institution shows a code for a person who is present, with the person's document and password. */
export const input = shape('openec', '定点机构展码输入参数', [
  ...identityRows,
  row(4, 'orgId',       '机构 ID',       C(32, parseOrgId),      'N', 'Y'),
  row(5, 'termId',      '终端 ID',       C(32),                  'N', 'Y'),
  row(6, 'termIp',      'IP 信息',       C(32),                  'N', 'Y'),
  row(7, 'termMac',     '终端 MAC 地址', C(17, parseMacAddress), 'N', 'N'),
  row(8, 'password',    '电子凭证密码',  C(64),                  'N', 'Y', 'secret'),
  // 6.2.2.2 c 2: the person's choice among several pooling areas.
  row(9, 'poolingArea', '所选统筹区',    C(6, parsePoolingArea), 'N', 'N'),
]);

/** Either a code, or the pooling areas to choose from (6.2.2.2 c 2). No display id: a new code needs the password again. */
export const output = shape('openec', '定点机构展码输出参数', [
  row(1, 'ecQrCode',      '电子凭证二维码值', C(32, parseQrValue),                   'N', 'N', 'secret'),
  row(2, 'expiresAt',     '失效时间',         momentField,                           'N', 'N'),
  row(3, 'poolingArea',   '统筹区',           C(6, parsePoolingArea),                'N', 'N'),
  row(4, 'insuredPlaces', '待选统筹区列表',   listOf(nested(insuredPlaceShape), 50), 'N', 'N'),
]);
