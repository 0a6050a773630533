/**
 * The first scan of a hospital, signed, in one file: `node first-scan.mjs` (Node 20 or newer, nothing to install).
 * The steps are numbered as in docs/integrating.md. For production take the package openec-client, which does all of this and more.
 * Without Node's crypto (browsers, Deno): npm package sm-crypto, `sm2.doSignature(text, d, { hash: true, publicKey })` gives r‖s in hex.
 */
import { createECDH, createHash, createPrivateKey, createPublicKey, createSign, createVerify, randomUUID } from 'node:crypto';

// 2 What you were handed.
const setting = (name) => process.env[name] || stop(`the environment lacks ${name}`);
const url = setting('EC_URL');                            // http://127.0.0.1:7352/api/transactions
const orgId = setting('EC_ORG_ID');
const appId = setting('EC_APP_ID');
const appSecret = setting('EC_APP_SECRET');
const ourPrivateKey = setting('EC_PRIVATE_KEY');          // Base64 of 32 bytes, or of 33 with a leading zero as Java writes it
const platformPublicKey = setting('EC_PLATFORM_PUBLIC_KEY'); // Base64 of 65 bytes 04‖X‖Y
const ecQrCode = setting('EC_QR_CODE');
const termId = setting('EC_TERMINAL');

function stop(why) {
  console.error(why);
  process.exit(1);
}

// 3 The request: the data (table A.4) in the envelope (table A.2). Strings all of them, the time in milliseconds too.
const data = {
  orgId, ecQrCode, businessType: '01301', termId, termIp: '127.0.0.1', operatorId: 'test001', operatorName: '测试操作员',
  officeId: '32760', officeName: '测试科室', deviceType: '',
};
const request = {
  appId, orgId, version: '1.0.0', encType: 'plain', signType: 'SM2', transType: 'ec.query', timestamp: String(Date.now()),
  requestId: randomUUID(), data,                          // repeat an unanswered request under the same requestId
};

// 4 The string to sign.
const isEmpty = (value) => value === null || value === undefined || value === '';

/** Names of the members that say something, in ASCII order: upper case before lower case, never localeCompare. */
const names = (object) => Object.keys(object).filter((name) => !isEmpty(object[name])).sort();

/** Compact JSON, members sorted and empty ones dropped at every level; Chinese stays Chinese, no \uXXXX. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  // JSON.parse turns 1.50 into 1.5: this interface has whole numbers only, with others keep the text of the number.
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${names(value).map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

function stringToSign({ signData, encData, extra, ...members }) {
  const parts = names(members).map((name) => `${name}=${typeof members[name] === 'string' ? members[name] : canonical(members[name])}`);
  return `${parts.join('&')}&key=${appSecret}`;
}

// SM2 with SM3. Node signs by the standard only in this form: keys imported from DER, and Z (who signs) written in front of the message.
const SPKI = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex');
const PKCS8 = Buffer.from('308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420', 'hex');
const CURVE = Buffer.from( // a, b, xG, yG
  'FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93'
  + '32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0', 'hex');
const z = (point) => createHash('sm3').update(Buffer.of(0, 128)).update('1234567812345678').update(CURVE).update(point.subarray(1)).digest();

function sign(text) {
  const scalar = Buffer.from(ourPrivateKey, 'base64').subarray(-32);
  const ecdh = createECDH('SM2');
  ecdh.setPrivateKey(scalar);
  const point = ecdh.getPublicKey();
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, scalar, Buffer.from('a144034200', 'hex'), point]), format: 'der', type: 'pkcs8' });
  return rawOf(createSign('sm3').update(z(point)).update(text, 'utf8').sign(key)).toString('base64');
}

function verify(text, signData) {
  const raw = Buffer.from(signData ?? '', 'base64');
  const point = Buffer.from(platformPublicKey, 'base64');
  const key = createPublicKey({ key: Buffer.concat([SPKI, point]), format: 'der', type: 'spki' });
  return raw.length === 64 && createVerify('sm3').update(z(point)).update(text, 'utf8').verify(key, derOf(raw));
}

/** Node gives DER: 30 len 02 len r 02 len s, numbers without leading zeros. The wire wants r‖s, each padded to 32 bytes on the left. */
function rawOf(der) {
  const half = (at) => Buffer.concat([Buffer.alloc(32), der.subarray(at + 2, at + 2 + der[at + 1])]).subarray(-32);
  return Buffer.concat([half(2), half(4 + der[3])]);
}

function derOf(raw) {
  const number = (half) => {
    const start = half.findIndex((byte) => byte !== 0);
    const digits = start < 0 ? Buffer.of(0) : half.subarray(start);
    const bytes = digits[0] > 127 ? Buffer.concat([Buffer.of(0), digits]) : digits;
    return Buffer.concat([Buffer.of(2, bytes.length), bytes]);
  };
  const both = Buffer.concat([number(raw.subarray(0, 32)), number(raw.subarray(32))]);
  return Buffer.concat([Buffer.of(0x30, both.length), both]);
}

// 5 Post it as UTF-8, read the answer, check its signature before anything in it is believed.
request.signData = sign(stringToSign(request));
const answer = await fetch(url, {
  method: 'POST', headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(request), signal: AbortSignal.timeout(10_000),
}).then((response) => response.json()).catch((error) => stop(`no answer (repeat it under the same requestId): ${error.cause?.message ?? error.message}`));
const said = [answer.code, answer.message, answer.detail].filter((part) => !isEmpty(part)).join(' ');
const trusted = answer.requestId === request.requestId && answer.signType === 'SM2' && verify(stringToSign(answer), answer.signData);
if (!trusted) stop(`the answer cannot be trusted, its signature does not match; it says: ${said}`);
if (answer.code !== 0) stop(`refused: ${said}`);
const { userName, idNo, ecToken } = answer.data;
console.log(userName, idNo.slice(0, 6) + '*'.repeat(Math.max(0, idNo.length - 10)) + idNo.slice(-4), ecToken);
