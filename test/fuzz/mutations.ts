import type { Dice } from './dice.js';

/** One way of spoiling the body of a request. */
export type Mutation = (body: Buffer, dice: Dice) => Buffer;

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

function spliced(body: Buffer, at: number, remove: number, insert: Buffer): Buffer {
  return Buffer.concat([body.subarray(0, at), insert, body.subarray(at + remove)]);
}

/** Somewhere inside: before a value, so that what is put there stands where JSON wants one. */
function beforeValue(body: Buffer, dice: Dice): number {
  const colons = [...body.entries()].filter(([, byte]) => byte === 0x3a).map(([at]) => at);
  return colons.length === 0 ? dice.roll(body.length + 1) : dice.pick(colons) + 1;
}

/** Puts a value where one stood (roughly: up to the next comma or brace). */
function otherValue(body: Buffer, dice: Dice, value: Buffer): Buffer {
  const at = beforeValue(body, dice);
  const end = body.subarray(at).findIndex((byte) => byte === 0x2c || byte === 0x7d);
  return spliced(body, at, Math.max(end, 0), value);
}

const strange = [
  'null', 'true', '[]', '{}', '""', '0', '-0', '-1', '1.50', '1e400', '1E-999', '9'.repeat(400), '0'.repeat(50), '01', '0x10', 'NaN', 'undefined', "'a'", '"\\u0000"',
  '"\\ud800"', '"\\udc00\\ud800"', '"\\x41"', '"\\u00"', '{"__proto__":{"a":1}}', '{"constructor":{"prototype":{}}}', '[[[[]]]]', '"＜＞"', '"\u202e"', '"\'; DROP TABLE x; --"',
  '"${jndi:ldap://x}"', '"../../etc/passwd"', `"${'长'.repeat(5_000)}"`, `"${'𬭼'.repeat(40)}"`, '{"a":1,"a":2}', '/**/1', '1,', '"a" "b"',
].map(utf8);

/** Ways to spoil a body: what clients, lines and attackers do. */
export const mutations: Readonly<Record<string, Mutation>> = {
  'one to eight bits turned': (body, dice) => {
    const bytes = Buffer.from(body);
    for (let left = 1 + dice.roll(8); left > 0 && bytes.length > 0; left -= 1) {
      const at = dice.roll(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.roll(8));
    }
    return bytes;
  },
  'cut off': (body, dice) => body.subarray(0, dice.roll(body.length + 1)),
  'bytes left out': (body, dice) => spliced(body, dice.roll(body.length + 1), 1 + dice.roll(20), Buffer.alloc(0)),
  'bytes put in': (body, dice) => spliced(body, dice.roll(body.length + 1), 0, Buffer.from(Array.from({ length: 1 + dice.roll(8) }, () => dice.roll(256)))),
  'a stretch repeated': (body, dice) => {
    const at = dice.roll(body.length + 1);
    return spliced(body, at, 0, body.subarray(at, at + dice.roll(200)));
  },
  'a key twice': (body, dice) => spliced(body, 1, 0, utf8(`"${dice.pick(['orgId', 'transType', 'data', 'signData', 'timestamp', 'extra', 'appId'])}":${dice.pick(['"x"', 'null', '{}', '1'])},`)),
  'a value of another kind': (body, dice) => otherValue(body, dice, dice.pick(strange)),
  'nested deep': (body, dice) => {
    const depth = dice.pick([31, 32, 33, 100, 5_000]);
    const [open, close] = dice.pick([['[', ']'], ['{"a":', '}']] as const);
    return otherValue(body, dice, utf8(`${open.repeat(depth)}1${close.repeat(depth)}`));
  },
  'a lone surrogate': (body, dice) => otherValue(body, dice, dice.pick([utf8('"\\ud83d"'), latin('"\xed\xa0\x80"'), latin('"\xed\xb0\x80"')])),
  'a byte order mark': (body) => Buffer.concat([latin('\xef\xbb\xbf'), body]),
  'another encoding': (body, dice) => Buffer.from(body.toString('utf8'), dice.pick(['utf16le', 'latin1', 'base64'] as const)),
  'GBK inside': (body, dice) => otherValue(body, dice, latin('"\xb2\xe2\xca\xd4\x81"')),
  'overlong UTF-8': (body, dice) => spliced(body, dice.roll(body.length + 1), 0, dice.pick([latin('\xc0\x80'), latin('\xe0\x80\xaf'), latin('\xf8\x88\x80\x80\x80'), latin('\xff')])),
  'a comma too many': (body) => spliced(body, body.length - 1, 0, utf8(',')),
  'two bodies': (body) => Buffer.concat([body, body]),
  'something else altogether': (_body, dice) => dice.pick([...strange, utf8('<?xml version="1.0"?><a/>'), utf8('orgId=1&transType=ec.query'), Buffer.alloc(0), Buffer.alloc(1_000, 0x5b)]),
};
