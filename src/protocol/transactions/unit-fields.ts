import { findUnitBusinessType, unitBusinessTypes } from '../dictionaries/unit-business-types.js';
import { FormatError, parseChannelAuthorizationCode, parseUnifiedSocialCreditCode } from '../identifiers.js';
import { C, oneOf, row, type FieldType } from '../shape.js';

/** 单位类别: 用人单位, 定点医药机构. */
export const unitKinds = ['employer', 'institution'] as const;
export type UnitKind = (typeof unitKinds)[number];
export const unitKindField = oneOf<UnitKind>(12, unitKinds);

/** Who acts for a unit: 法定代表人, 单位经办人. */
export const mandateRoles = ['representative', 'agent'] as const;
export type MandateRole = (typeof mandateRoles)[number];
export const mandateRoleField = oneOf<MandateRole>(14, mandateRoles);

/** 统一社会信用代码 (GB 32100): 18 characters with a check character. */
export const creditCodeField = C(18, parseUnifiedSocialCreditCode);

/** 单位用码业务类型 (INT-67): five digits, or three. */
export const unitBusinessTypeField: FieldType<string> = C(5, (text) => {
  const found = findUnitBusinessType(text);
  if (found === undefined) throw new FormatError(`a business type of units such as ${unitBusinessTypes[0].code}`);
  return found.code;
});

/** 统一社会信用代码、单位名称: which unit is meant. */
export const unitRows = [
  row(1, 'creditCode', '统一社会信用代码', creditCodeField, 'N', 'Y'),
  row(2, 'unitName',   '单位名称',         C(100),          'N', 'Y'),
] as const;

/** Who acts, and for which unit, where the channel holds a code of both. */
export const unitActorRows = [
  row(1, 'authorizationCode',     '个人渠道授权码', C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
  row(2, 'unitAuthorizationCode', '单位渠道授权码', C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
] as const;
