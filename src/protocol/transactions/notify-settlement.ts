import { parseOrgId } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { momentField } from './fields.js';

/** 结算结果通知 `cn.nhsa.settle.notify` (INT-141): a terminal's program says that it shows a result of the settlement that was made elsewhere. */
export const input = shape('openec', '结算结果通知输入参数', [
  row(1, 'orgId',    '机构 ID',    C(32, parseOrgId), 'N', 'Y'),
  row(2, 'outBizNo', '业务流水号', C(64),             'N', 'N'),
]);

export const output = shape('openec', '结算结果通知输出参数', [
  row(1, 'receivedAt', '接收时间', momentField, 'N', 'Y'),
]);
