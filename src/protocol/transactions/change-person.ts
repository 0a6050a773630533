import { C, row, shape } from '../shape.js';
import type { CredentialState } from './credential-record.js';
import { identityRows, idTypeField } from './fields.js';

/** 人员信息变更 (4.4): another name, id type or id number makes another credential, which must be activated anew. */
export const input = shape('openec', '人员信息变更输入参数', [
  ...identityRows,
  row(4, 'newIdType',   '变更后证件类型', idTypeField, 'Y', 'Y'),
  row(5, 'newIdNo',     '变更后证件号码', C(22),       'N', 'Y', 'personal'),
  row(6, 'newUserName', '变更后姓名',     C(50),       'N', 'Y', 'personal'),
]);

/** The state of the credential that the person has now. */
export const output = shape('openec', '人员信息变更输出参数', [
  row(1, 'credentialState', '凭证状态', C<CredentialState>(12), 'Y', 'Y'),
]);
