import { parseCredentialNumber } from '../identifiers.js';
import { C, listOf, nested, row, shape, type ShapeType } from '../shape.js';
import { credentialStateField } from './credential-record.js';
import { insuredPlaceShape, momentField } from './fields.js';
import { creditCodeField, mandateRoleField, unitKindField } from './unit-fields.js';

/** In how many pooling areas a unit may be registered. */
export const MOST_PLACES = 50;
/** How many agents a unit may have at a time. */
export const MOST_AGENTS = 20;

/** 单位授权人员: a person, by the number of the person's own credential, and what the person is to the unit. */
const mandateShape = shape('openec', '单位授权人员', [
  row(1, 'credentialNumber', '电子凭证标识码', C(64, parseCredentialNumber), 'N', 'Y', 'personal'),
  row(2, 'role',             '身份',           mandateRoleField,             'Y', 'Y'),
]);

export type Mandate = ShapeType<typeof mandateShape>;

/** 单位电子凭证信息 (notice 一): what national tells a province about the credential of a unit. Who acts for it is named by pseudonyms only. */
export const unitRecordShape = shape('openec', '单位电子凭证信息', [
  row(1, 'credentialNumber', '电子凭证标识码',   C(64, parseCredentialNumber),                  'N', 'Y', 'personal'),
  row(2, 'state',            '凭证状态',         credentialStateField,                          'Y', 'Y'),
  row(3, 'creditCode',       '统一社会信用代码', creditCodeField,                               'N', 'Y'),
  row(4, 'unitName',         '单位名称',         C(100),                                        'N', 'Y'),
  row(5, 'unitKind',         '单位类别',         unitKindField,                                 'Y', 'Y'),
  row(6, 'insuredPlaces',    '参保地列表',       listOf(nested(insuredPlaceShape), MOST_PLACES), 'N', 'Y'),
  row(7, 'mandates',         '授权人员列表',     listOf(nested(mandateShape), MOST_AGENTS + 1), 'N', 'Y'),
  row(8, 'changedAt',        '变更时间',         momentField,                                   'N', 'Y'),
]);

export type UnitRecord = ShapeType<typeof unitRecordShape>;
