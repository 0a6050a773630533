import { parseAuthNo, parseEcIndexNo, parseEcToken, parseOrgId, parsePoolingArea, parseQrValue } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { counterRows } from './counter-rows.js';
import { idTypeField } from './fields.js';

/** Table A.4 电子凭证解码输入参数; `deviceType` is what terminals in the field send besides, `termMac` what the dynamic library reports (INT-93). */
export const input = shape('A.4', '电子凭证解码输入参数', [
  row(1, 'orgId',        '机构 ID',        C(32, parseOrgId),    'N', 'Y'),
  row(2, 'ecQrCode',     '电子凭证二维码值', C(32, parseQrValue), 'N', 'Y', 'secret'),
  ...counterRows(3),
]);

/**
 * Table A.5 电子凭证解码输出参数 (rows 1–4), with the fields that answers in the field carry. Every presentation (4.10) is answered with it: `ecQrCode` and
 * `chnlId` stand where a code was shown in a channel, `authNo` where a face was recognised.
 */
export const output = shape('A.5', '电子凭证解码输出参数', [
  row(1, 'userName',     '用户姓名',       C(200),                'N', 'Y', 'personal'),
  row(2, 'idNo',         '证件号码',       C(22),                 'N', 'Y', 'personal'),
  row(3, 'idType',       '证件类型',       idTypeField,           'Y', 'Y'),
  row(4, 'ecToken',      '令牌',           C(64, parseEcToken),   'N', 'Y', 'secret'),
  row(5, 'insuOrg',      '参保地行政区划', C(6, parsePoolingArea), 'N', 'Y'),
  row(6, 'ecIndexNo',    '电子凭证索引号', C(32, parseEcIndexNo), 'N', 'Y', 'personal'),
  row(7, 'gender',       '性别',           C(1),                  'N', 'N', 'personal'),
  row(8, 'birthday',     '出生日期',       C(8),                  'N', 'N', 'personal'),
  row(9, 'nationality',  '民族',           C(2),                  'N', 'N', 'personal'),
  row(10, 'email',       '电子邮箱',       C(64),                 'N', 'N', 'personal'),
  row(11, 'chnlId',      '渠道编号',       C(32),                 'N', 'N'),
  row(12, 'ecQrCode',    '电子凭证二维码值', C(32, parseQrValue), 'N', 'N', 'secret'),
  row(13, 'authNo',      '授权号',         C(32, parseAuthNo),    'N', 'N', 'secret'),
]);
