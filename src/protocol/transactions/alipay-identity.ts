import { parseDivisionCode, parseHandlingSerialNo } from '../identifiers.js';
import { C, row, shape } from '../shape.js';
import { output as openedHandling } from './verify-real-name.js';
import { output as provenPerson } from './verify-real-person.js';

/** 支付宝实名认证请求 (2.4, C.4 500048): Alipay says who has consented in it; the channel hands on the consent and no name. */
export const realName = {
  input: shape('openec', '支付宝实名认证输入参数', [
    row(1, 'authCode',      '支付宝授权码', C(64),                   'N', 'Y', 'secret'),
    row(2, 'businessPlace', '业务办理地',   C(6, parseDivisionCode), 'N', 'Y'),
  ]),
  output: openedHandling,
};

/** 支付宝人脸认证初始化 (2.5, C.4 500044): where the person of a handling shows the face to Alipay. */
export const beginFace = {
  input: shape('openec', '支付宝人脸认证初始化输入参数', [
    row(1, 'handlingSerialNo', '经办流水号', C(32, parseHandlingSerialNo), 'N', 'Y', 'secret'),
    row(2, 'returnUrl',        '返回地址',   C(256),                       'N', 'Y'),
  ]),
  output: shape('openec', '支付宝人脸认证初始化输出参数', [
    row(1, 'certifyTicket', '认证票据', C(128),  'N', 'Y', 'secret'),
    row(2, 'certifyUrl',    '认证地址', C(4096), 'N', 'Y', 'secret'),
  ]),
};

/** 支付宝人脸认证结果 (2.5): what came of it, as Alipay says; gives the real-person serial number. */
export const finishFace = {
  input: shape('openec', '支付宝人脸认证结果输入参数', [
    row(1, 'handlingSerialNo', '经办流水号', C(32, parseHandlingSerialNo), 'N', 'Y', 'secret'),
    row(2, 'certifyTicket',    '认证票据',   C(128),                       'N', 'Y', 'secret'),
  ]),
  output: provenPerson,
};
