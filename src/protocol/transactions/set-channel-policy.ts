import { FormatError, parseChannelNumber } from '../identifiers.js';
import { C, listOf, N, row, shape, type ShapeType } from '../shape.js';
import { momentField } from './fields.js';

const address = (text: string): string => {
  if (!/^[0-9a-fA-F.:]{2,45}(\/\d{1,3})?$/.test(text)) throw new FormatError('an IP address or a subnet such as 10.1.0.0/16');
  return text;
};

const policyRows = [
  row(1, 'channelNumber',     '渠道编号',         C(32, parseChannelNumber),     'N', 'Y'),
  row(2, 'allowedAddresses',  '允许的 IP 地址',   listOf(C(49, address), 100),   'N', 'Y'),
  row(3, 'allowedTransTypes', '允许的交易类型',   listOf(C(40), 100),            'Y', 'Y'),
  row(4, 'requestsPerMinute', '每分钟请求上限',   N(0, 1_000_000),               'N', 'Y'),
  row(5, 'requestsPerDay',    '每日请求上限',     N(0, 2_000_000_000),           'N', 'Y'),
] as const;

/** 渠道权限设置 (5.2.2 渠道权限控制): empty lists and 0 set no limit. */
export const input = shape('openec', '渠道权限设置输入参数', [...policyRows]);

/** 渠道权限信息同步: to every province, which limits the channel at its own listeners. */
export const channelPolicyShape = shape('openec', '渠道权限信息', [
  ...policyRows,
  row(6, 'changedAt', '变更时间', momentField, 'N', 'Y'),
]);

export type ChannelPolicy = ShapeType<typeof channelPolicyShape>;

export const output = channelPolicyShape;
