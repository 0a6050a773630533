import { parseChannelAuthorizationCode, parseChannelNumber } from '../identifiers.js';
import { C, nested, row, shape } from '../shape.js';
import { authorizationRecordShape } from './authorization-record.js';
import { unitRecordShape } from './unit-record.js';

/** 单位电子凭证信息获取 (6.2.2.2 b 2): the business place does not know the unit and asks national. */
export const input = shape('openec', '单位电子凭证信息获取输入参数', [
  row(1, 'authorizationCode', '单位渠道授权码', C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
  row(2, 'channelNumber',     '渠道编号',       C(32, parseChannelNumber),            'N', 'Y'),
]);

export const output = shape('openec', '单位电子凭证信息获取输出参数', [
  row(1, 'unit',          '单位电子凭证信息', nested(unitRecordShape),          'N', 'Y'),
  row(2, 'authorization', '单位渠道授权信息', nested(authorizationRecordShape), 'N', 'Y'),
]);
