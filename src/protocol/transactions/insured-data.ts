import { parseCredentialNumber, parsePoolingArea } from '../identifiers.js';
import { C, row, shape, type ShapeType } from '../shape.js';
import { idTypeField, insuranceTypeField } from './fields.js';

/** 随业务传送的参保信息 (6.3.2.2 c): what the business place believes of the person; the insured place compares it with its own data. */
export const insuredDataShape = shape('openec', '参保信息', [
  row(1, 'credentialNumber', '电子凭证标识码', C(64, parseCredentialNumber), 'N', 'Y', 'personal'),
  row(2, 'idType',           '证件类型',       idTypeField,                  'Y', 'Y'),
  row(3, 'idNo',             '证件号码',       C(22),                        'N', 'Y', 'personal'),
  row(4, 'userName',         '姓名',           C(50),                        'N', 'Y', 'personal'),
  row(5, 'insuOrg',          '参保地行政区划', C(6, parsePoolingArea),       'N', 'Y'),
  row(6, 'insuranceType',    '险种类型',       insuranceTypeField,           'Y', 'Y'),
]);

export type InsuredData = ShapeType<typeof insuredDataShape>;
