import type { EcToken, QrValue } from '../../protocol/identifiers.js';
import type { ShapeType } from '../../protocol/shape.js';
import { transactions } from '../../protocol/transactions/index.js';
import { BUSINESS_TYPE, type Institution } from './cast.js';
import type { Enrolled } from './enrolled.js';
import type { Play } from './play.js';

export type Decoded = ShapeType<typeof transactions.decodeQrCode.output>;
export type Receipt = ShapeType<typeof transactions.settle.output>;

/** Table A.4 as a terminal of this institution fills it in. */
export function decodeInput({ orgId, kind, office }: Institution, { institutions }: Enrolled, ecQrCode: QrValue): ShapeType<typeof transactions.decodeQrCode.input> {
  return {
    orgId, ecQrCode, businessType: BUSINESS_TYPE[kind], termId: institutions[orgId]?.filingNumber ?? '', termIp: '127.0.0.1',
    operatorId: '0001', operatorName: '演示员', ...office,
  };
}

/** A code is scanned at the counter (A.1.6). */
export function scan({ wire, enrolled }: Play, institution: Institution, ecQrCode: QrValue): Promise<Decoded> {
  return wire.institution(institution, enrolled).call(transactions.decodeQrCode, decodeInput(institution, enrolled, ecQrCode));
}

/** The bill is settled with the token that the scan gave (6.4.2.2 b). */
export function settle({ wire, enrolled }: Play, institution: Institution, ecToken: EcToken, totalFen: number): Promise<Receipt> {
  const { orgId, kind } = institution;
  const bill = { orgId, ecToken, businessType: BUSINESS_TYPE[kind], institutionSerialNo: wire.ids.id(), totalFen };
  return wire.institution(institution, enrolled).call(transactions.settle, bill);
}
