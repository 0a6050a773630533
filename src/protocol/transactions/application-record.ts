import { parseAppId } from '../identifiers.js';
import { C, listOf, oneOf, row, shape, type ShapeType } from '../shape.js';
import type { EncType, SignType } from '../envelope.js';
import { momentField } from './fields.js';

/** 签名方式, 加密方式 an application may use. */
export const signTypesField = listOf(oneOf<SignType>(5, ['plain', 'SM2', 'SM3']), 3, 1);
export const encTypesField = listOf(oneOf<EncType>(5, ['plain', 'SM4', 'SM2']), 3, 1);

/** 签名原文形式 an application may use: every form that is seen in the field (INT-110), or the documented one alone. */
export const signingForms = ['any', 'documented'] as const;
export type SigningForms = (typeof signingForms)[number];
export const signingFormsField = oneOf<SigningForms>(10, signingForms);

/** 渠道类别: the bureau's own, or built by another party (2.6). */
export const channelKinds = ['official', 'third-party'] as const;
export type ChannelKind = (typeof channelKinds)[number];
export const channelKindField = oneOf<ChannelKind>(12, channelKinds);

/** 两定机构类别. */
export const institutionKinds = ['hospital', 'pharmacy'] as const;
export type InstitutionKind = (typeof institutionKinds)[number];
export const institutionKindField = oneOf<InstitutionKind>(10, institutionKinds);

/** 启用状态 of a channel, an institution or a terminal. */
export const standings = ['active', 'suspended', 'retired'] as const;
export type Standing = (typeof standings)[number];
export const standingField = oneOf<Standing>(10, standings);

/** 终端类型 (7.2.1.1): 扫码枪, 扫码墩, 带扫码功能的自助服务终端. */
export const terminalKinds = ['scan-gun', 'scan-pad', 'self-service'] as const;
export type TerminalKind = (typeof terminalKinds)[number];
export const terminalKindField = oneOf<TerminalKind>(12, terminalKinds);
/** As the standard calls them. */
export const terminalKindNames: Readonly<Record<TerminalKind, string>> = { 'scan-gun': '扫码枪', 'scan-pad': '扫码墩', 'self-service': '自助服务终端' };

/** 接入应用 (INT-21): keys and profile of one application, as national hands them to a province; the province seals the secrets at once. */
export const applicationRecordShape = shape('openec', '接入应用信息', [
  row(1, 'appId',                '应用编号',     C(32, parseAppId), 'N', 'Y'),
  row(2, 'appSecret',            '应用密码',     C(32),             'N', 'Y', 'secret'),
  row(3, 'counterpartPublicKey', '应用方公钥',   C(100),            'N', 'Y'),
  row(4, 'platformPrivateKey',   '平台私钥',     C(100),            'N', 'Y', 'secret'),
  row(5, 'signTypes',            '允许的签名方式', signTypesField,  'Y', 'Y'),
  row(6, 'encTypes',             '允许的加密方式', encTypesField,   'Y', 'Y'),
  row(7, 'validUntil',           '失效时间',     momentField,       'N', 'N'),
  row(8, 'signingForms',         '允许的签名原文形式', signingFormsField, 'Y', 'N'),
]);

export type ApplicationRecord = ShapeType<typeof applicationRecordShape>;

/** What the application's owner is handed, once. */
export const issuedApplicationRows = [
  row(1, 'appId',             '应用编号（APPID）',  C(32, parseAppId), 'N', 'Y'),
  row(2, 'appSecret',         '应用密码（SECRET）', C(32),             'N', 'Y', 'secret'),
  row(3, 'platformPublicKey', '平台公钥',           C(100),            'N', 'Y'),
] as const;

/** What an owner brings along: its public key (Base64 or hex) and how it wants to talk. */
export const wantedApplicationRows = [
  row(1, 'publicKey', '应用方公钥',     C(130),         'N', 'Y'),
  row(2, 'signTypes', '允许的签名方式', signTypesField, 'Y', 'Y'),
  row(3, 'encTypes',  '允许的加密方式', encTypesField,  'Y', 'Y'),
] as const;
