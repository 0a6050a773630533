import { parseChannelAuthorizationCode } from '../identifiers.js';
import { C, row, shape, type FieldType } from '../shape.js';
import { momentField } from './fields.js';

const accessText: FieldType<string> = C(64);

/** AccessToken: proof, for a while, that a channel showed APPID and SECRET. */
export const token = {
  input: shape('openec', '获取 AccessToken 输入参数', [
    row(1, 'secret', '应用密码（SECRET）', C(32), 'N', 'Y', 'secret'),
  ]),
  output: shape('openec', '获取 AccessToken 输出参数', [
    row(1, 'accessToken', '访问令牌', accessText,  'N', 'Y', 'secret'),
    row(2, 'expiresAt',   '失效时间', momentField, 'N', 'Y'),
  ]),
};

/** ApiTicket: opens the dedicated pages (专用页面) for a channel. */
export const ticket = {
  input: shape('openec', '获取 ApiTicket 输入参数', [
    row(1, 'accessToken', '访问令牌', accessText, 'N', 'Y', 'secret'),
  ]),
  output: shape('openec', '获取 ApiTicket 输出参数', [
    row(1, 'apiTicket', '页面票据', accessText,  'N', 'Y', 'secret'),
    row(2, 'expiresAt', '失效时间', momentField, 'N', 'Y'),
  ]),
};

/** A one-time code in place of the channel authorization code itself, as a dedicated page gives it at its end; here for a channel that hands it to another part of itself. */
export const issueCode = {
  input: shape('openec', '页面授权结果登记输入参数', [
    row(1, 'apiTicket',         '页面票据',       accessText,                           'N', 'Y', 'secret'),
    row(2, 'authorizationCode', '个人渠道授权码', C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
  ]),
  output: shape('openec', '页面授权结果登记输出参数', [
    row(1, 'code',      '一次性 code', accessText,  'N', 'Y', 'secret'),
    row(2, 'expiresAt', '失效时间',    momentField, 'N', 'Y'),
  ]),
};

/** The channel exchanges the one-time code. */
export const exchangeCode = {
  input: shape('openec', '一次性 code 换取授权码输入参数', [
    row(1, 'accessToken', '访问令牌',    accessText, 'N', 'Y', 'secret'),
    row(2, 'code',        '一次性 code', accessText, 'N', 'Y', 'secret'),
  ]),
  output: shape('openec', '一次性 code 换取授权码输出参数', [
    row(1, 'authorizationCode', '个人渠道授权码', C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
  ]),
};
