import { C, N, B, row, shape, type FieldType } from '../shape.js';
import { lexicalObject, type LexicalObject } from '../lexical-json.js';

/** What stands in `data` is said by the output table of the transaction. */
const anyObject: FieldType<LexicalObject> = { type: 'Json', length: undefined, read: () => lexicalObject(), write: (value) => value };

/** Table A.3 公共部分输出参数, with the members clients in the field read: a description of what `sealResponse` writes. */
export const answerShape = shape('A.3', '公共部分输出参数', [
  row(1, 'orgId',      '机构 ID',    C(40),                 'N', 'Y'),
  row(2, 'code',       '返回值',     N(-999_999, 999_999),  'Y', 'Y'),
  row(3, 'type',       '返回类别',   C(10),                 'N', 'Y'),
  row(4, 'success',    '是否成功',   B,                     'N', 'Y'),
  row(5, 'message',    '返回值描述', C(200),                'N', 'Y'),
  row(6, 'encType',    '加密方式',   C(10),                 'N', 'Y'),
  row(7, 'signType',   '签名类型',   C(10),                 'N', 'Y'),
  row(8, 'signData',   '签名数据',   C(100),                'N', 'N'),
  row(9, 'timestamp',  '时间戳',     C(20),                 'N', 'Y'),
  row(10, 'requestId', '请求流水号', C(128),                'N', 'N'),
  row(11, 'detail',    '问题说明',   C(2_000),              'N', 'N'),
  row(12, 'origin',    '问题来源',   C(128),                'N', 'N'),
  row(13, 'data',      '出参内容',   anyObject,             'N', 'N'),
  row(14, 'encData',   '密文',       C(500_000),            'N', 'N'),
]);
