import { parseDivisionCode, parseOrgId } from '../identifiers.js';
import { C, nested, row, shape, type ShapeType } from '../shape.js';
import {
  applicationRecordShape, encTypesField, institutionKindField, issuedApplicationRows, signingFormsField, signTypesField, standingField, wantedApplicationRows,
} from './application-record.js';

/** 两定机构登记 (7.1): access is open by default once the institution stands in the national register. */
export const input = shape('openec', '两定机构登记输入参数', [
  ...wantedApplicationRows,
  row(4, 'orgId',    '机构 ID',  C(32, parseOrgId),       'N', 'Y'),
  row(5, 'name',     '机构名称', C(100),                  'N', 'Y'),
  row(6, 'kind',     '机构类别', institutionKindField,    'Y', 'Y'),
  row(7, 'division', '行政区划', C(6, parseDivisionCode), 'N', 'Y'),
  row(8, 'signingForms', '允许的签名原文形式', signingFormsField, 'Y', 'N'),
]);

export const output = shape('openec', '两定机构登记输出参数', [...issuedApplicationRows]);

/** 两定机构信息同步: to the province the institution lies in. */
export const institutionRecordShape = shape('openec', '两定机构信息', [
  row(1, 'orgId',       '机构 ID',  C(32, parseOrgId),              'N', 'Y'),
  row(2, 'name',        '机构名称', C(100),                         'N', 'Y'),
  row(3, 'kind',        '机构类别', institutionKindField,           'Y', 'Y'),
  row(4, 'division',    '行政区划', C(6, parseDivisionCode),        'N', 'Y'),
  row(5, 'standing',    '启用状态', standingField,                  'Y', 'Y'),
  row(6, 'application', '接入应用', nested(applicationRecordShape), 'N', 'Y'),
]);

export type InstitutionRecord = ShapeType<typeof institutionRecordShape>;

/** 接入方式 (INT-140): how an institution may talk; all of it is said. `plain` among the ways to sign is the terminal profile (INT-135). */
export const accessProfileShape = shape('openec', '接入方式', [
  row(1, 'signTypes',    '允许的签名方式',     signTypesField,    'Y', 'Y'),
  row(2, 'encTypes',     '允许的加密方式',     encTypesField,     'Y', 'Y'),
  row(3, 'signingForms', '允许的签名原文形式', signingFormsField, 'Y', 'N'),
]);

export type AccessProfile = ShapeType<typeof accessProfileShape>;
