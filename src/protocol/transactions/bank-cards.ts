import { parseBankCardNumber, parseChannelAuthorizationCode } from '../identifiers.js';
import { C, listOf, nested, row, shape } from '../shape.js';
import { momentField } from './fields.js';

/** How many cards one person may have bound. */
export const MOST_BANK_CARDS = 20;

const cardRows = [
  row(1, 'authorizationCode', '个人渠道授权码', C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
  row(2, 'cardNo',            '金融卡号',       C(19, parseBankCardNumber),           'N', 'Y', 'secret'),
  row(3, 'password',          '电子凭证密码',   C(64),                                'N', 'Y', 'secret'),
] as const;

/** 金融卡绑定 (4.10 金融信息): from now on the person may present this card in place of a code. */
export const bind = {
  input: shape('openec', '金融卡绑定输入参数', cardRows),
  output: shape('openec', '金融卡绑定输出参数', [
    row(1, 'boundAt', '绑定时间', momentField, 'N', 'Y'),
  ]),
};

/** 金融卡解绑. */
export const unbind = {
  input: shape('openec', '金融卡解绑输入参数', cardRows),
  output: shape('openec', '金融卡解绑输出参数', [
    row(1, 'unboundAt', '解绑时间', momentField, 'N', 'Y'),
  ]),
};

/** 已绑定金融卡, masked: enough for the person to know which they are. */
export const list = {
  input: shape('openec', '已绑定金融卡查询输入参数', [
    row(1, 'authorizationCode', '个人渠道授权码', C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
  ]),
  output: shape('openec', '已绑定金融卡查询输出参数', [
    row(1, 'cards', '金融卡列表', listOf(nested(shape('openec', '已绑定金融卡', [
      row(1, 'maskedCardNo', '金融卡号（脱敏）', C(19),      'N', 'Y', 'personal'),
      row(2, 'boundAt',      '绑定时间',         momentField, 'N', 'Y'),
    ])), MOST_BANK_CARDS), 'N', 'Y'),
  ]),
};
