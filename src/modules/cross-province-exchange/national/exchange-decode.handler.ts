import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { nationalPrefix } from '../../../protocol/dictionaries/provinces.js';
import { parseProvinceCode, provinceOfQrValue } from '../../../protocol/identifiers.js';
import { refuse } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CodeDecoder } from '../../qrcode/national/index.js';
import { PEER_DIRECTORY, type PeerDirectory } from './peer-directory.port.js';
import { ScannedElsewhere } from './scanned-elsewhere.js';

type Row = typeof transactions.exchangeDecode;
type Output = ShapeType<Row['output']>;

/** 4.9: a code is decoded by its issuer only; national decodes its own and passes the others on to the province that the code names. */
@Handles(transactions.exchangeDecode)
export class ExchangeDecodeHandler implements Handler<Row> {
  constructor(
    @Inject(PEER_DIRECTORY) private readonly provinces: PeerDirectory, private readonly scans: ScannedElsewhere, private readonly own: CodeDecoder,
  ) {}

  async handle(call: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const issuer = provinceOfQrValue(call.input.ecQrCode);
    if (issuer === undefined) throw refuse('notACredentialCode', { diagnosis: 'the code names no province' });
    if (issuer === nationalPrefix) return this.decodeOwn(call);
    const shower = await this.provinces.ask(issuer, transactions.remoteDecode, call.input, call.derivedId('remote decode'));
    await this.scans.remember(call, shower.credentialNumber);
    return shower;
  }

  /** INT-12: a code of the national tier itself. */
  private decodeOwn({ input, caller, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    return act({ subject: input.ecQrCode, facts: { orgId: input.orgId } }, async () => {
      const shower = await this.own.decode(input.ecQrCode, input.orgId);
      await this.scans.note({ credentialNumber: shower.credentialNumber, province: parseProvinceCode(caller.ownerId) });
      return shower;
    });
  }
}
