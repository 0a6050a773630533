/**
 * A second writer of signed messages, for tests and for the golden vectors: made after the wire protocol, not after our code, of which it imports
 * nothing. All cryptography is sm-crypto's or plain arithmetic. It builds the cleaned value first and writes it afterwards, where our code writes at once.
 *
 * A JSON value is a text, true, false, null, a list, `num('1.50')` or `obj(['name', value], …)`: numbers keep their letters, members their order.
 */
import smCrypto from 'sm-crypto';

const { sm2, sm3, sm4 } = smCrypto;
const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
/** ENTL, the identity 1234567812345678, a, b and the base point of the curve. */
const Z_HEAD = '008031323334353637383132333435363738'
  + 'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93'
  + '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0';

export const num = (letters) => ({ letters });
export const obj = (...members) => ({ members });
const isNumber = (value) => typeof value === 'object' && value !== null && 'letters' in value;
const isObject = (value) => typeof value === 'object' && value !== null && 'members' in value;

/** Compact JSON of a value as it stands. */
export function json(value) {
  if (isNumber(value)) return value.letters;
  if (Array.isArray(value)) return `[${value.map(json).join(',')}]`;
  return isObject(value) ? `{${value.members.map(([name, each]) => `${JSON.stringify(name)}:${json(each)}`).join(',')}}` : JSON.stringify(value);
}

/** The value of a JSON text, token by token. */
export function fromJson(text) {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:]+/g);
  const until = (end, read) => {
    const items = [];
    for (; tokens[0] !== end; tokens[0] === ',' && tokens.shift()) items.push(read());
    tokens.shift();
    return items;
  };
  const value = () => {
    const token = tokens.shift();
    if (token === '[') return until(']', value);
    if (token === '{') return obj(...until('}', () => [JSON.parse(tokens.shift()), tokens.shift() && value()]));
    return /^[-\d]/.test(token) ? num(token) : JSON.parse(token);
  };
  return value();
}

/** What is left of `data` under a form: a value to be written with `json`. */
export function cleaned(data, form) {
  const texts = (value, deep) => {
    if (isNumber(value) || typeof value === 'boolean') return json(value);
    if (!deep) return value;
    if (Array.isArray(value)) return value.map((each) => texts(each, true));
    return isObject(value) ? obj(...value.members.map(([name, each]) => [name, texts(each, true)])) : value;
  };
  const asTexts = form.scalars === 'typed' ? data : obj(...data.members.map(([name, each]) => [name, texts(each, form.scalars === 'text')]));
  return tidied(asTexts, form, true);
}

/** Drops and sorts the members of an object, and of what is nested in it unless the form leaves that alone. */
function tidied(value, form, isFirst) {
  if (!isFirst && form.depth === 'first') return value;
  if (Array.isArray(value)) return value.map((each) => tidied(each, form, false));
  if (!isObject(value)) return value;
  const kept = value.members.map(([name, each]) => [name, tidied(each, form, false)]).filter(([, each]) => stays(each, form));
  const place = ([name]) => (form.order === 'caseless' ? [name.toLowerCase(), name] : [name]);
  return obj(...kept.sort((one, other) => compared(place(one), place(other))));
}

function stays(value, form) {
  if (value === null || (value === '' && form.emptyText === 'dropped')) return false;
  const length = Array.isArray(value) ? value.length : isObject(value) ? value.members.length : 1;
  return length > 0 || form.hollow === 'kept';
}

function compared(one, other) {
  const at = one.findIndex((each, index) => each !== other[index]);
  return at < 0 ? 0 : one[at] < other[at] ? -1 : 1;
}

/** The string to sign. `message` is the whole message; `data` the plain data, where it has any. */
export function stringToSign(message, data, appSecret, form) {
  const members = message.members.filter(([name]) => !['data', 'signData', 'encData', 'extra'].includes(name));
  const [, cipher] = message.members.find(([name]) => name === 'encData') ?? [];
  if (form.data === 'cipher' && cipher) members.push(['data', cipher]);
  else if (data) members.push(['data', cleaned(data, form)]);
  const { members: sorted } = tidied(obj(...members.map(([name, value]) => [name, value])), { ...form, depth: 'first' }, true);
  return `${sorted.map(([name, value]) => `${name}=${typeof value === 'string' ? value : json(value)}`).join('&')}&key=${appSecret}`;
}

const bytesOf = (text) => [...Buffer.from(text, 'utf8')];
const hexOf = (number) => number.toString(16).padStart(64, '0');
const modulo = (number) => ((number % N) + N) % N;

function inverse(number) {
  let [result, base, exponent] = [1n, modulo(number), N - 2n];
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % N;
    base = (base * base) % N;
  }
  return result;
}

/** Raw r‖s in hex over a text (GB/T 32918.2 clause 6.1). The same `nonce`, a text, gives the same signature: for vectors only. */
export function signed(text, privateKey, nonce = `${Math.random()}`) {
  const d = BigInt(`0x${privateKey}`);
  const z = sm3([...Buffer.from(Z_HEAD + sm2.getPublicKeyFromPrivateKey(privateKey).slice(2), 'hex')]);
  const e = BigInt(`0x${sm3([...Buffer.from(z, 'hex'), ...bytesOf(text)])}`);
  const k = modulo(BigInt(`0x${sm3(bytesOf(`${nonce} ${privateKey} ${text}`))}`));
  const r = modulo(e + BigInt(`0x${sm2.getPublicKeyFromPrivateKey(hexOf(k)).slice(2, 66)}`));
  return hexOf(r) + hexOf(modulo(inverse(1n + d) * (k - r * d)));
}

/** signData in a spelling. */
export function spelled(raw, spelling) {
  const halves = [raw.slice(0, 64), raw.slice(64)];
  const short = halves.map((half) => half.replace(/^(00)+/, ''));
  const bytes = {
    raw: () => Buffer.from(raw, 'hex'),
    der: () => {
      const integers = short.map((half) => (parseInt(half.slice(0, 2), 16) > 0x7f ? `00${half}` : half)).map((half) => `02${byte(half.length / 2)}${half}`);
      return Buffer.from(`30${byte(integers.join('').length / 2)}${integers.join('')}`, 'hex');
    },
    'hex-text': () => Buffer.from(raw, 'ascii'),
    unpadded: () => Buffer.from(short.join(''), 'hex'),
  };
  return bytes[spelling]().toString('base64');
}

const byte = (number) => number.toString(16).padStart(2, '0');

/** Raw r‖s in hex of signData as the spelling has it. */
function despelled(signData, spelling) {
  const bytes = Buffer.from(signData, 'base64');
  if (spelling === 'hex-text') return bytes.toString('ascii');
  if (spelling !== 'der') return bytes.toString('hex');
  const lengthOfR = bytes[3];
  return [bytes.subarray(4, 4 + lengthOfR), bytes.subarray(6 + lengthOfR)].map((half) => half.toString('hex').replace(/^00/, '').padStart(64, '0')).join('');
}

/** The SM4 key of an application, in hex. */
export function transportKey({ appId, appSecret }) {
  const outer = bytesOf(appId).slice(0, 16);
  return Buffer.from(sm4.encrypt(bytesOf(appSecret), outer).toUpperCase().slice(0, 16), 'ascii').toString('hex');
}

const escaped = (text) => text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** encData of a plain text: upper-case hex. For SM2 `point` says whether the 04 stands in front. */
export function encrypted(text, keys, encType, point) {
  if (encType === 'SM4') return sm4.encrypt(bytesOf(text), transportKey(keys)).toUpperCase();
  return (point === '04' ? '04' : '') + sm2.doEncrypt(bytesOf(text), keys.otherPublicKey, 1).toUpperCase();
}

/** SM2 encryption with a chosen k for a receiver whose private key is known: always the same cipher text, for vectors only. */
export function encryptedAlike(text, privateKey, nonce) {
  const k = modulo(BigInt(`0x${sm3(bytesOf(nonce))}`));
  const shared = sm2.getPublicKeyFromPrivateKey(hexOf(modulo(k * BigInt(`0x${privateKey}`)))).slice(2);
  const plain = bytesOf(text);
  const stream = [];
  for (let counter = 1; stream.length < plain.length; counter += 1) {
    stream.push(...Buffer.from(sm3([...Buffer.from(shared, 'hex'), 0, 0, counter >> 8, counter & 0xff]), 'hex'));
  }
  const c3 = sm3([...Buffer.from(shared.slice(0, 64), 'hex'), ...plain, ...Buffer.from(shared.slice(64), 'hex')]);
  const c2 = Buffer.from(plain.map((each, index) => each ^ stream[index])).toString('hex');
  return (sm2.getPublicKeyFromPrivateKey(hexOf(k)) + c3 + c2).toUpperCase();
}

function decrypted(encData, keys, encType) {
  const bytes = encType === 'SM4'
    ? sm4.decrypt(encData, transportKey(keys), { output: 'array' })
    : sm2.doDecrypt(keys.point === '04' ? encData.slice(2) : encData, keys.privateKey, 1, { output: 'array' });
  return Buffer.from(bytes).toString('utf8');
}

/** The text that is encrypted. */
export function plainText(data, form, { text, nonAscii }) {
  const plain = json(text === 'signed' ? cleaned(data, form) : data);
  return nonAscii === 'escaped' ? escaped(plain) : plain;
}

/**
 * A whole message as JSON text. `members` are those in front of data (a list of pairs, with signType and encType), `keys` { appId, appSecret,
 * privateKey, otherPublicKey } in hex, `manner` { form, signature, encData }. Gives also what integrators want to compare: the string to sign.
 */
export function written({ members, data, keys, manner, nonce, encrypt = encrypted }) {
  const { signType, encType } = Object.fromEntries(members);
  const plain = plainText(data, manner.form, manner.encData);
  const placed = encType === 'plain' ? ['data', data] : ['encData', encrypt(plain, keys, encType, manner.encData.point)];
  const message = obj(...members, placed);
  const text = stringToSign(message, data, keys.appSecret, manner.form);
  const signData = signType === 'SM3' ? sm3(bytesOf(text)).toUpperCase() : spelled(signed(text, keys.privateKey, nonce), manner.signature);
  const body = json(signType === 'plain' ? message : obj(...message.members, ['signData', signData]));
  return { body, stringToSign: text, signData, plain, encData: encType === 'plain' ? undefined : placed[1] };
}

/** Opens an answer and says whether its signature holds in this manner, judged in no other. */
export function opened(body, keys, manner) {
  const message = fromJson(body);
  const { signType, encType, signData, encData, data } = Object.fromEntries(message.members);
  const plain = encData === undefined ? undefined : decrypted(encData, { ...keys, point: manner.encData.point }, encType);
  const read = plain === undefined ? data : fromJson(plain);
  const text = stringToSign(message, read, keys.appSecret, manner.form);
  const trusted = signType === 'SM3'
    ? sm3(bytesOf(text)).toUpperCase() === signData
    : sm2.doVerifySignature(bytesOf(text), despelled(signData, manner.signature), keys.otherPublicKey, { hash: true });
  return { trusted, plain, data: JSON.parse(json(read)), ...JSON.parse(body) , encData };
}
