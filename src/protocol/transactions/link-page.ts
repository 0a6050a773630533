import { parseHandlingSerialNo, parseRealPersonSerialNo } from '../identifiers.js';
import { C, row, shape, type FieldType } from '../shape.js';
import { idTypeField, momentField } from './fields.js';

/** The kinds of dedicated pages (专用页面): the password of an activation (6.1.3.3 c), and authorization (6.1.4.3 a). */
export const pageKinds = ['activation', 'authorization'] as const;
export type PageKind = (typeof pageKinds)[number];

/** An address on the web. */
export const linkField: FieldType<string> = C(1024);

/**
 * 专用页面链接 (6.1.3.3 c, 6.1.4.3 a): a channel asks where to send a person. Which kind may be empty on the wire only, so that it is answered with `500024`.
 * A link to an authorization needs the person's identity (4.6), one to an activation the two serial numbers of the handling.
 */
export const input = shape('openec', '专用页面链接输入参数', [
  row(1, 'apiTicket',          '页面票据',       C(64),                           'N', 'Y', 'secret'),
  row(2, 'linkType',           '链接类型',       C(20),                           'Y', 'N'),
  // One of the addresses that the channel has registered; may be left out where there is only one. // INT-131
  row(3, 'returnUrl',          '返回地址',       linkField,                       'N', 'N'),
  // Given back as it came, so that the channel knows its own errand again.
  row(4, 'returnState',        '渠道自定标记',   C(128),                          'N', 'N', 'secret'),
  row(5, 'idType',             '证件类型',       idTypeField,                     'Y', 'N'),
  row(6, 'idNo',               '证件号码',       C(22),                           'N', 'N', 'personal'),
  row(7, 'userName',           '姓名',           C(50),                           'N', 'N', 'personal'),
  row(8, 'handlingSerialNo',   '经办流水号',     C(32, parseHandlingSerialNo),    'N', 'N', 'secret'),
  row(9, 'realPersonSerialNo', '实人认证流水号', C(32, parseRealPersonSerialNo),  'N', 'N', 'secret'),
]);

export const output = shape('openec', '专用页面链接输出参数', [
  row(1, 'link',      '链接地址', linkField,   'N', 'Y', 'secret'),
  row(2, 'expiresAt', '失效时间', momentField, 'N', 'Y'),
]);
