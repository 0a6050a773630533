import { C, row, shape, type FieldType } from '../shape.js';
import { momentField } from './fields.js';

/** The kinds of dedicated pages (专用页面): activation (6.1.3), authorization (6.1.4), state and management of authorizations (4.7), password (5.2.2). */
export const pageKinds = ['activation', 'authorization', 'management', 'password'] as const;
export type PageKind = (typeof pageKinds)[number];

/** An address on the web. */
export const linkField: FieldType<string> = C(1024);

/** 专用页面链接 (6.1.3.3 c, 6.1.4.3 a): a channel asks where to send a person. Which kind may be empty on the wire only, so that it is answered with `500024`. */
export const input = shape('openec', '专用页面链接输入参数', [
  row(1, 'apiTicket', '页面票据', C(64), 'N', 'Y', 'secret'),
  row(2, 'linkType',  '链接类型', C(20), 'Y', 'N'),
]);

export const output = shape('openec', '专用页面链接输出参数', [
  row(1, 'link',      '链接地址', linkField,   'N', 'Y', 'secret'),
  row(2, 'expiresAt', '失效时间', momentField, 'N', 'Y'),
]);
