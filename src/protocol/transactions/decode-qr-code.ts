import { parseEcIndexNo, parseEcToken, parseMacAddress, parseOrgId, parsePoolingArea, parseQrValue } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { businessTypeField, idTypeField } from './fields.js';

/** Table A.4 电子凭证解码输入参数; `deviceType` is what terminals in the field send besides, `termMac` what the dynamic library reports (INT-93). */
export const input = shape('A.4', '电子凭证解码输入参数', [
  row(1, 'orgId',        '机构 ID',        C(32, parseOrgId),    'N', 'Y'),
  row(2, 'ecQrCode',     '电子凭证二维码值', C(32, parseQrValue), 'N', 'Y', 'secret'),
  row(3, 'businessType', '用码业务类型',    businessTypeField,    'Y', 'Y'),
  row(4, 'termId',       '终端 ID',        C(32),                'N', 'Y'),
  row(5, 'termIp',       'IP 信息',        C(32),                'N', 'Y'),
  row(6, 'operatorId',   '操作员工号',     C(20),                'N', 'Y'),
  row(7, 'operatorName', '操作员姓名',     C(30),                'N', 'Y', 'personal'),
  row(8, 'officeId',     '医保科室编号',   C(20),                'N', 'Y'),
  row(9, 'officeName',   '科室名称',       C(30),                'N', 'Y'),
  row(10, 'deviceType',  '设备类型',       C(20),                'N', 'N'),
  row(11, 'termMac',     '终端 MAC 地址',  C(17, parseMacAddress), 'N', 'N'),
]);

/** Table A.5 电子凭证解码输出参数 (rows 1–4), with the fields that answers in the field carry. */
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
  row(12, 'ecQrCode',    '电子凭证二维码值', C(32, parseQrValue), 'N', 'Y', 'secret'),
  row(13, 'authNo',      '授权号',         C(32),                 'N', 'N', 'secret'),
]);
