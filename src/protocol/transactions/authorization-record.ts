import { parseChannelAuthorizationCode, parseChannelNumber, parseCredentialNumber } from '../identifiers.js';
import { C, oneOf, row, shape, type ShapeType } from '../shape.js';
import { momentField } from './fields.js';

export const authorizationStates = ['granted', 'suspended', 'revoked'] as const;
export type AuthorizationState = (typeof authorizationStates)[number];

/** 授权状态. */
export const authorizationStateField = oneOf<AuthorizationState>(10, authorizationStates);

/** 个人渠道授权信息 (6.1.3.3 d, 6.1.4.3 b): this person lets this channel use the credential. A unit's is told in the same way. */
export const authorizationRecordShape = shape('openec', '个人渠道授权信息', [
  row(1, 'authorizationCode', '个人渠道授权码', C(32, parseChannelAuthorizationCode),         'N', 'Y', 'secret'),
  row(2, 'channelNumber',     '渠道编号',       C(32, parseChannelNumber),                    'N', 'Y'),
  row(3, 'credentialNumber',  '电子凭证标识码', C(64, parseCredentialNumber),                 'N', 'Y', 'personal'),
  row(4, 'state',             '授权状态',       authorizationStateField,                      'Y', 'Y'),
  row(5, 'changedAt',         '变更时间',       momentField,                                  'N', 'Y'),
]);

export type AuthorizationRecord = ShapeType<typeof authorizationRecordShape>;
