import { parseChannelNumber } from '../identifiers.js';
import { C, listOf, nested, row, shape, type ShapeType } from '../shape.js';
import { applicationRecordShape, channelKindField, issuedApplicationRows, signingFormsField, standingField, wantedApplicationRows } from './application-record.js';
import { momentField } from './fields.js';

/** 渠道登记 (2.6): a channel of the bureau's own gets its channel number, APPID and SECRET; another party's goes the way of 4.3 in the management centre. */
export const input = shape('openec', '渠道登记输入参数', [
  ...wantedApplicationRows,
  row(4, 'name', '渠道名称', C(100),           'N', 'Y'),
  row(5, 'kind', '渠道类别', channelKindField, 'Y', 'Y'),
  row(6, 'signingForms', '允许的签名原文形式', signingFormsField, 'Y', 'N'),
]);

export const output = shape('D.2', '第三方渠道接入反馈单', [
  ...issuedApplicationRows,
  row(4, 'channelNumber', '渠道编号', C(32, parseChannelNumber), 'N', 'Y'),
]);

/** How many replaced applications of one channel may still be valid side by side; one more is told of when all of them are ended at once. */
export const MOST_FORMER = 8;

/** 渠道信息同步: what every province must know of a channel. */
export const channelRecordShape = shape('openec', '渠道信息', [
  row(1, 'channelNumber', '渠道编号', C(32, parseChannelNumber),      'N', 'Y'),
  row(2, 'name',          '渠道名称', C(100),                         'N', 'Y'),
  row(3, 'kind',          '渠道类别', channelKindField,               'Y', 'Y'),
  row(4, 'standing',      '启用状态', standingField,                  'Y', 'Y'),
  row(5, 'application',   '接入应用', nested(applicationRecordShape), 'N', 'Y'),
  row(6, 'authorizedUntil',    '授权终止时间', momentField,                                'N', 'N'),
  row(7, 'formerApplications', '过渡期内的原接入应用', listOf(nested(applicationRecordShape), MOST_FORMER + 1), 'N', 'N'),
]);

export type ChannelRecord = ShapeType<typeof channelRecordShape>;
