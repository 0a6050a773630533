import type { Cast } from '../flows/stage/cast.js';
import { sealed } from '../flows/stage/raw-wire.js';
import type { Speaker } from '../flows/stage/speaker.js';
import { checkPath, decodePath, inGbk } from '../flows/stage/terminal-program.js';
import { TRANSACTION_PATH } from '../../src/client/transaction-client.js';
import type { Travel } from '../../src/protocol/seal.js';
import { terminalPaths } from '../../src/protocol/terminal-request.js';
import { catalogue } from '../../src/protocol/transactions/index.js';

/** Where a request goes and what it says before it is spoilt. Answered as it is, it would be refused and change nothing. */
export interface Target {
  readonly url: string;
  readonly path: string;
  readonly method: string;
  readonly body: Buffer;
}

const dresses: readonly Travel[] = [
  { signType: 'SM2', encType: 'SM4' }, { signType: 'SM2', encType: 'plain' }, { signType: 'SM3', encType: 'SM4' }, { signType: 'SM3', encType: 'plain' },
];

/** Good data of a scan of a code that nobody ever showed. */
const scan = {
  orgId: 'H35020300001', ecQrCode: `424${'1'.repeat(17)}00350000`, businessType: '01301', termId: '35202500000000000000', termIp: '127.0.0.1',
  operatorId: 'test001', operatorName: '测试操作员', officeId: '32760', officeName: '测试科室',
};

/** As terminals write them: in GBK with commas left over, and without half of it. */
const loose = inGbk(`{"data":{"businessType":"101","ecQrCode":"${scan.ecQrCode}","officeName":"消化内科",},"orgId":"${scan.orgId}","transType":"cn.nhsa.qrcode.get",}`);
const faceless = Buffer.from(`{"transType":"cn.nhsa.auth.check","extra":{},"data":{"outBizNo":"B1","authNo":"ano${'1'.repeat(25)}"}}`);

/** Data by transType where nothing but the meaning is wrong; all others get a few fields that their table does not know. */
const meaningful: Readonly<Record<string, object>> = {
  'ec.query': scan,
  'ec.verify': { ecToken: `350203ec${'a'.repeat(30)}`, idType: '01', idNo: '350200195203151022', userName: '甄不在' },
  'ec.receipt.query': { settlementNo: 'f'.repeat(32) },
  'ec.qrcode.issue': { authorizationCode: 'A'.repeat(32) },
  'ec.authorization.list': { authorizationCode: 'A'.repeat(32) },
};

/** Every transaction at both listeners of both tiers, signed by whoever may call it or by somebody else, and the other public addresses. */
export function targetsOf({ stage, app, partner, xiamenHospital }: Cast): Target[] {
  const { national, fujian } = stage;
  const addresses = [national.coreUrl, national.publicServiceUrl, fujian.coreUrl, fujian.publicServiceUrl];
  const speakers: readonly Speaker[] = [app.speaker, partner.speaker, xiamenHospital.speaker];
  const transactions = catalogue.flatMap(({ transType }, index) => addresses.map((url, nth) => {
    const data = meaningful[transType] ?? { idType: '01', orgId: 'H35020300001', surplus: { list: [1, '2', null] } };
    const signed = sealed(pick(speakers, index + nth), { transType, timestamp: stage.clock.now(), requestId: `fuzz-${index}-${nth}`, ...pick(dresses, index + nth) }, data);
    return { url, path: TRANSACTION_PATH, method: 'POST', body: Buffer.from(signed, 'utf8') };
  }));
  const unsigned = Buffer.from(JSON.stringify({ orgId: scan.orgId, transType: 'ec.query', data: scan }), 'utf8');
  const bare = Buffer.from(JSON.stringify(meaningful['ec.verify']), 'utf8');
  const terminals = addresses.flatMap((url) => ['', '/test'].flatMap((prefix) => [decodePath, checkPath].flatMap((path) => (
    [unsigned, bare, ...pick([[loose], [faceless]], prefix.length)].map((body) => ({ url, path: prefix + path, method: 'POST', body }))
  ))));
  return [...transactions, ...terminals, ...addresses.flatMap((url) => elsewhere.map((at) => ({ url, ...at, body: at.method === 'GET' ? Buffer.alloc(0) : unsigned })))];
}

const pick = <T>(choices: readonly T[], nth: number): T => choices[nth % choices.length];

const elsewhere = [
  { path: TRANSACTION_PATH, method: 'POST' },
  ...Object.values(terminalPaths).flatMap((path) => ['', '/test'].map((prefix) => ({ path: `${prefix}/${path}`, method: 'POST' }))),
  { path: TRANSACTION_PATH, method: 'PUT' },
  { path: '/nowhere', method: 'POST' },
  { path: '/%2e%2e/%00', method: 'POST' },
  { path: '/management/session', method: 'POST' },
  { path: '/management/applications', method: 'POST' },
  { path: '/management/users/%F0%9F%92%A9', method: 'PUT' },
  { path: '/health', method: 'POST' },
];
