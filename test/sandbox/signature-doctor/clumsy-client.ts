import { createCipheriv, createHash } from 'node:crypto';
import smCrypto from 'sm-crypto';

/** A client that shares no code with ours, and does what it is told, right or wrong. */
export const keys = {
  appId: '1DBHJRS5I01E0F34A8C00000B959FA86', appSecret: '7Q2M4K8P1R9T3V5X7Z2B4D6F8H1J3L5N',
  privateKey: '928b2fa8bd433c6c068c8d803ff79792a519a55171b1b650c23661d158972663',
  platform: '6cb28d99385c175c94f94e934817663fc176d925dd72b727260dbaae1fb2f96f',
  other: { name: '示例支付', appId: '2DBHJRS5I01E0F34A8C00000B959FA87', appSecret: 'ABCDEFGH1R9T3V5X7Z2B4D6F8H1J3L5N', privateKey: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8' },
} as const;

const { sm2 } = smCrypto;

export const publicKeyOf = (privateKey: string): string => {
  const named = sm2 as unknown as { getPublicKeyFromPrivateKey(key: string): string };
  return named.getPublicKeyFromPrivateKey(privateKey);
};

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
export type Members = { [name: string]: Json };

export const data: Members = {
  orgId: 'H35020300001', ecQrCode: '4240000000000000000142350000', businessType: '01301', termId: '35202600000000000027', termIp: '10.1.2.3',
  operatorId: 'test001', userName: '甄测试', officeName: '消化/<内>科', deviceType: '', Total: 1.5, remark: null, items: [], nested: { b: 2, a: { d: '', c: 'x' } },
};

export const envelope: Members = {
  version: '1.0.0', appId: keys.appId, orgId: 'H35020300001', encType: 'plain', signType: 'SM2', transType: 'ec.query', timestamp: '1602308542543', requestId: 'clumsy-1',
  extra: { note: 'x' },
};

/** Compact JSON, cleaned and sorted at every level. */
export function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).filter((name) => value[name] !== null && value[name] !== '').sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

export const bare = (value: Json): string => (typeof value === 'string' ? value : canonical(value));

/** The documented string, of any members with any text for `data`, and what stands at its end. */
export function text(members: Members, dataText: string | undefined = canonical(data), end = `&key=${keys.appSecret}`): string {
  const signed: Members = { ...members, ...(dataText !== undefined && { data: dataText }) };
  const names = Object.keys(signed).filter((name) => !['signData', 'encData', 'extra'].includes(name) && signed[name] !== null && signed[name] !== '').sort();
  return `${names.map((name) => `${name}=${bare(signed[name])}`).join('&')}${end}`;
}

/** Raw r‖s over a text or bytes. */
export function sign(message: string | Uint8Array, { privateKey = keys.privateKey, userId = '1234567812345678' }: { privateKey?: string; userId?: string } = {}): Buffer {
  const bytes = typeof message === 'string' ? Buffer.from(message, 'utf8') : message;
  return Buffer.from(sm2.doSignature([...bytes], privateKey, { hash: true, publicKey: publicKeyOf(privateKey), userId }), 'hex');
}

/** Raw r‖s over a digest, with nothing in front of it. */
export const signDigest = (digest: Buffer): Buffer => Buffer.from(sm2.doSignature([...digest], keys.privateKey, { hash: false }), 'hex');

export const sm3 = (message: string | Uint8Array): Buffer => createHash('sm3').update(message).digest();

const upper = (key: Buffer, plain: Buffer): string => encrypt(plain, key).toString('hex').toUpperCase();

/** The 96 letters of which the SM4 key is a part. */
export const letters = (appId: string = keys.appId, appSecret: string = keys.appSecret): string => upper(Buffer.from(appId.slice(0, 16)), Buffer.from(appSecret));

export function encrypt(plain: Buffer, key: Buffer, { mode = 'sm4-ecb', iv = null, padding = true }: { mode?: string; iv?: Buffer | null; padding?: boolean } = {}): Buffer {
  const cipher = createCipheriv(mode, key, iv).setAutoPadding(padding);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

/** What is posted. */
export const body = (members: Members, signData: string, carried: Members = { data }): Buffer => Buffer.from(JSON.stringify({ ...members, ...carried, signData }), 'utf8');
