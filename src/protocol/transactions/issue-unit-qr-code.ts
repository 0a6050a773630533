import { parseDisplayId, parsePoolingArea } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { output as shown } from './issue-qr-code.js';
import { unitActorRows, unitBusinessTypeField } from './unit-fields.js';

/** 单位二维码展示请求 (6.2, INT-67): somebody who may act for the unit shows its code, at the business place's province. */
export const input = shape('openec', '单位二维码展示输入参数', [
  ...unitActorRows,
  // 6.2.2.2 c 2, INT-08, INT-73: as for a person's code.
  row(3, 'poolingArea',  '所选统筹区',       C(6, parsePoolingArea), 'N', 'N'),
  row(4, 'showId',       '展码 id',          C(40, parseDisplayId),  'N', 'N', 'secret'),
  row(5, 'businessType', '单位用码业务类型', unitBusinessTypeField,  'Y', 'N'),
  row(6, 'password',     '电子凭证密码',     C(64),                  'N', 'N', 'secret'),
]);

export const output = shown;
