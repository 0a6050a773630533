import { parseCredentialNumber } from '../identifiers.js';
import { C, listOf, nested, row, shape } from '../shape.js';
import { credentialRecordShape } from './credential-record.js';
import { identityRows, insuredPlaceShape, momentField } from './fields.js';

const placesOfTheProvince = row(4, 'insuredPlaces', '本省参保地列表', listOf(nested(insuredPlaceShape), 50), 'N', 'Y');

/** 参保地变更: the local core business system tells all places of one person in its province; what is not in the list has ended. */
export const update = {
  input: shape('openec', '参保地变更输入参数', [...identityRows, placesOfTheProvince]),
  output: shape('openec', '参保地变更输出参数', [
    row(1, 'effectiveAt', '生效时间', momentField, 'N', 'Y'),
  ]),
};

/** 参保地变更上报: the same, from the province to national. */
export const report = {
  input: shape('openec', '参保地变更上报输入参数', [
    ...identityRows, placesOfTheProvince,
    row(5, 'changedAt',        '变更时间',       momentField,                  'N', 'Y'),
    // Where the province knows it: then the name may change on the way.
    row(6, 'credentialNumber', '电子凭证标识码', C(64, parseCredentialNumber), 'N', 'N', 'personal'),
  ]),
  output: shape('openec', '参保地变更上报输出参数', [
    row(1, 'effectiveAt', '生效时间', momentField, 'N', 'Y'),
  ]),
};

/** 参保信息同步: from national to every province that holds data of this person. */
export const sync = {
  input: shape('openec', '参保信息同步输入参数', [
    row(1, 'record',     '电子凭证信息', nested(credentialRecordShape), 'N', 'Y'),
    // The reports of this province about that credential up to that time are in the record; the record may be of the credential that came after it.
    row(2, 'answers',    '所含本省上报', momentField,                   'N', 'N'),
    row(3, 'answersFor', '上报所指凭证', C(64, parseCredentialNumber),  'N', 'N', 'personal'),
  ]),
  output: shape('openec', '参保信息同步输出参数', [
    row(1, 'effectiveAt', '生效时间', momentField, 'N', 'Y'),
  ]),
};
