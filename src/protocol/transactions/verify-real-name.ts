import { parseDivisionCode, parseHandlingSerialNo } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { type CredentialState } from './credential-record.js';
import { idTypeField, momentField } from './fields.js';

/** 实名认证请求 (2.4, 6.1.3.3 a): opens a handling whose serial number binds the steps of an activation. */
export const input = shape('openec', '实名认证输入参数', [
  row(1, 'idType',        '证件类型',   idTypeField,              'Y', 'Y'),
  row(2, 'idNo',          '证件号码',   C(22),                    'N', 'Y', 'personal'),
  row(3, 'userName',      '姓名',       C(50),                    'N', 'Y', 'personal'),
  row(4, 'businessPlace', '业务办理地', C(6, parseDivisionCode),  'N', 'Y'),
]);

export const output = shape('openec', '实名认证输出参数', [
  row(1, 'handlingSerialNo', '经办流水号',   C(32, parseHandlingSerialNo),  'N', 'Y', 'secret'),
  row(2, 'credentialState',  '凭证状态',     C<CredentialState>(12),        'Y', 'Y'),
  row(3, 'expiresAt',        '流水失效时间', momentField,                   'N', 'Y'),
]);
