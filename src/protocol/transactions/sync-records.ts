import { listOf, nested, row, shape, type Shape } from '../shape.js';
import type { Tables } from '../transaction.js';
import { authorizationRecordShape } from './authorization-record.js';
import { credentialRecordShape } from './credential-record.js';
import { momentField } from './fields.js';
import { channelRecordShape } from './register-channel.js';
import { institutionRecordShape } from './register-institution.js';
import { channelPolicyShape } from './set-channel-policy.js';
import { MOST_TOLD, terminalRecordShape, type TerminalRecord } from './register-terminal.js';
import { unitRecordShape } from './unit-record.js';

/** 同步回执: when the province put the record into effect. */
const output = shape('openec', '同步输出参数', [
  row(1, 'effectiveAt', '生效时间', momentField, 'N', 'Y'),
]);

export type SyncReceipt = { effectiveAt: number };

const sync = <T>(title: string, record: Shape<T>): Tables<{ record: T }, SyncReceipt> => ({
  input: shape('openec', `${title}输入参数`, [row(1, 'record', title, nested(record), 'N', 'Y')]),
  output,
});

/** 激活信息同步 (6.1.2.3 c): the state of a credential, to every insured province. */
export const activation = sync('激活信息同步', credentialRecordShape);
/** 授权信息同步 (6.1.3.3 d, 6.1.4.3 b): the channel authorization code, to every insured province and the business place's. */
export const authorization = sync('授权信息同步', authorizationRecordShape);
/** 渠道信息同步: to every province. */
export const channel = sync('渠道信息同步', channelRecordShape);
/** 渠道权限信息同步: to every province. */
export const channelPolicy = sync('渠道权限信息同步', channelPolicyShape);
/** 两定机构信息同步: to the institution's province. */
export const institution = sync('两定机构信息同步', institutionRecordShape);
/** 终端信息同步: to the province of their institutions, all terminals of a file together. */
export const terminals: Tables<{ records: TerminalRecord[] }, SyncReceipt> = {
  input: shape('openec', '终端信息同步输入参数', [row(1, 'records', '终端信息列表', listOf(nested(terminalRecordShape), MOST_TOLD, 1), 'N', 'Y')]),
  output,
};
/** 单位凭证信息同步 (6.1.2.3 c): state of a unit's credential and who acts for it, to every province where the unit is registered. */
export const unit = sync('单位凭证信息同步', unitRecordShape);
