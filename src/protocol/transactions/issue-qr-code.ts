import { parseChannelAuthorizationCode, parseDisplayId, parsePoolingArea, parseQrValue } from '../identifiers.js';
import { C, listOf, nested, row, shape } from '../shape.js';
import { businessTypeField, codeSymbolField, insuredPlaceShape, momentField } from './fields.js';

const displayRows = [
  row(1, 'authorizationCode', '个人渠道授权码', C(32, parseChannelAuthorizationCode), 'N', 'Y', 'secret'),
  // 6.2.2.2 c 2: the person's choice among several pooling areas.
  row(2, 'poolingArea',       '所选统筹区',     C(6, parsePoolingArea),               'N', 'N'),
  // INT-08: the handle of a display whose code is to be replaced.
  row(3, 'showId',            '展码 id',        C(40, parseDisplayId),                'N', 'N', 'secret'),
  // 4.10, INT-60: as which symbol the value is to be shown; where nothing is said, as the display showed it before, at first two-dimensional.
  row(4, 'symbol',            '码制',           codeSymbolField,                        'Y', 'N'),
] as const;

/** 二维码展示请求 (6.2): at the business place's province. */
export const input = shape('openec', '二维码展示输入参数', [
  ...displayRows,
  // 4.2, INT-73: what the code is for decides whether the province asks for the password.
  row(5, 'businessType',      '用码业务类型',   businessTypeField,                    'Y', 'N'),
  row(6, 'password',          '电子凭证密码',   C(64),                                'N', 'N', 'secret'),
]);

/** Either a code, or the pooling areas to choose from (6.2.2.2 c 2). */
export const output = shape('openec', '二维码展示输出参数', [
  row(1, 'ecQrCode',      '电子凭证二维码值', C(32, parseQrValue),                  'N', 'N', 'secret'),
  row(2, 'showId',        '展码 id',          C(40, parseDisplayId),                'N', 'N', 'secret'),
  row(3, 'expiresAt',     '失效时间',         momentField,                          'N', 'N'),
  row(4, 'poolingArea',   '统筹区',           C(6, parsePoolingArea),               'N', 'N'),
  row(5, 'insuredPlaces', '待选统筹区列表',   listOf(nested(insuredPlaceShape), 50), 'N', 'N'),
]);

/** 二维码展示请求 at the national tier (5.2.2, INT-12): where no province is given. */
export const national = {
  input: shape('openec', '国家二维码展示输入参数', [
    ...displayRows,
    // INT-73: for a province that asks for it at display.
    row(5, 'password',          '电子凭证密码',   C(64),                                'N', 'N', 'secret'),
  ]),
  output,
};
