import { parseOrgId } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { checkResultField, identityRows } from './fields.js';

/** 1 where the person has a credential that is in use; 0 says no more than that there is none. */
const output = shape('openec', '电子凭证有效性校验输出参数', [
  row(1, 'flag', '校验结果', checkResultField, 'Y', 'Y'),
]);

/** 电子凭证有效性校验 (7.1): whether the person has an activated credential. */
export const byInstitution = {
  input: shape('openec', '电子凭证有效性校验输入参数', [
    ...identityRows,
    row(4, 'orgId', '机构 ID', C(32, parseOrgId), 'N', 'Y'),
  ]),
  output,
};

/** The same question of a province that does not know the person. */
export const exchange = { input: shape('openec', '异地电子凭证有效性校验输入参数', [...identityRows]), output };
