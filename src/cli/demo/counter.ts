import { checkResults } from '../../protocol/dictionaries/check-results.js';
import type { EcToken, QrValue } from '../../protocol/identifiers.js';
import type { ShapeType } from '../../protocol/shape.js';
import { transactions } from '../../protocol/transactions/index.js';
import { BUSINESS_TYPE, REGISTRATION, type Institution, type Person } from './cast.js';
import type { Enrolled } from './enrolled.js';
import type { Play } from './play.js';

export type Decoded = ShapeType<typeof transactions.decodeQrCode.output>;
export type HandlingReceipt = ShapeType<typeof transactions.handleBusiness.output>;
export type Receipt = ShapeType<typeof transactions.settle.output>;

/** Table A.4 as a terminal of this institution fills it in; for what it mostly does unless another business is named. */
export function decodeInput(
  { orgId, kind, office }: Institution, { institutions }: Enrolled, ecQrCode: QrValue, businessType = BUSINESS_TYPE[kind],
): ShapeType<typeof transactions.decodeQrCode.input> {
  return {
    orgId, ecQrCode, businessType, termId: institutions[orgId]?.filingNumber ?? '', termIp: '127.0.0.1',
    operatorId: '0001', operatorName: '演示员', ...office,
  };
}

/** A code is scanned at the counter (A.1.6). */
export function scan({ wire, enrolled }: Play, institution: Institution, ecQrCode: QrValue, businessType?: string): Promise<Decoded> {
  return wire.institution(institution, enrolled).call(transactions.decodeQrCode, decodeInput(institution, enrolled, ecQrCode, businessType));
}

/** Whether a token is valid and this person's (A.1.7). Throws the refusal of one that is not valid any more. */
export async function checkToken({ wire, enrolled }: Play, institution: Institution, ecToken: EcToken, person: Person): Promise<boolean> {
  const { idType, idNo, userName } = person;
  return (await wire.institution(institution, enrolled).call(transactions.checkToken, { ecToken, idType, idNo, userName })).flag === checkResults.passed.code;
}

/** A patient is registered (挂号) with the token that the scan for it gave (6.3.2.2 b). */
export function register({ wire, enrolled }: Play, institution: Institution, ecToken: EcToken, institutionSerialNo: string): Promise<HandlingReceipt> {
  const { orgId } = institution;
  return wire.institution(institution, enrolled).call(transactions.handleBusiness, { orgId, ecToken, businessType: REGISTRATION, institutionSerialNo });
}

/** The bill is settled with the token that the scan gave (6.4.2.2 b). */
export function settle({ wire, enrolled }: Play, institution: Institution, ecToken: EcToken, totalFen: number): Promise<Receipt> {
  const { orgId, kind } = institution;
  const bill = { orgId, ecToken, businessType: BUSINESS_TYPE[kind], institutionSerialNo: wire.ids.id(), totalFen };
  return wire.institution(institution, enrolled).call(transactions.settle, bill);
}
