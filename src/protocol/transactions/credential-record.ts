import { parseCredentialNumber } from '../identifiers.js';
import { C, listOf, nested, oneOf, row, shape, type ShapeType } from '../shape.js';
import { idTypeField, insuredPlaceShape, momentField } from './fields.js';

export const credentialStates = ['registered', 'activated', 'superseded'] as const;
export type CredentialState = (typeof credentialStates)[number];

/** 凭证状态, of a person's or a unit's credential. */
export const credentialStateField = oneOf<CredentialState>(12, credentialStates);

/** 电子凭证信息: what national tells a province about one credential and its person. */
export const credentialRecordShape = shape('openec', '电子凭证信息', [
  row(1, 'credentialNumber', '电子凭证标识码', C(64, parseCredentialNumber),        'N', 'Y', 'personal'),
  row(2, 'state',            '凭证状态',       credentialStateField,                'Y', 'Y'),
  row(3, 'idType',           '证件类型',       idTypeField,                         'Y', 'Y'),
  row(4, 'idNo',             '证件号码',       C(22),                               'N', 'Y', 'personal'),
  row(5, 'userName',         '姓名',           C(50),                               'N', 'Y', 'personal'),
  row(6, 'insuredPlaces',    '参保地列表',     listOf(nested(insuredPlaceShape), 50), 'N', 'Y'),
  row(7, 'changedAt',        '变更时间',       momentField,                         'N', 'Y'),
]);

export type CredentialRecord = ShapeType<typeof credentialRecordShape>;
