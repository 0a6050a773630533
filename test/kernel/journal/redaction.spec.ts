import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { maskName, maskNumber, maskPersonalNumbers, redact, redactText } from '../../../src/kernel/journal/redaction.js';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const anyOf = (characters: string) => fc.constantFrom(...Array.from(characters));
const pad = (value: number, length: number) => String(value).padStart(length, '0');

/** Resident id numbers with a valid check digit (GB 11643) of people who were never born. */
const residentId = fc.record({ region: fc.integer({ min: 110000, max: 659999 }), year: fc.integer({ min: 1900, max: 2026 }),
  month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 28 }), order: fc.integer({ min: 1, max: 999 }) })
  .map(({ region, year, month, day, order }) => {
    const body = `${region}${year}${pad(month, 2)}${pad(day, 2)}${pad(order, 3)}`;
    const sum = [...body].reduce((total, digit, index) => total + Number(digit) * WEIGHTS[index], 0);
    return body + '10X98765432'.charAt(sum % 11);
  });
const formerId = residentId.map((id) => id.slice(0, 6) + id.slice(8, 17));
const mobile = fc.tuple(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 0, max: 999_999_999 })).map(([second, rest]) => `1${second}${pad(rest, 9)}`);
const token = fc.tuple(fc.integer({ min: 110000, max: 659999 }), fc.string({ unit: anyOf('abcdefghijklmnopqrstuvwxyz234567'), minLength: 30, maxLength: 30 }))
  .map(([division, rest]) => `${division}ec${rest}`);

/** Whatever may stand around a number: any characters, and on purpose digits, letters, hexadecimal digits and separators. */
const around = fc.oneof(
  fc.string({ unit: 'binary' }), fc.string({ unit: anyOf('0123456789') }), fc.string({ unit: anyOf('0123456789abcdefABCDEFxX') }),
  fc.string({ unit: anyOf('abz甄：，"\'{}[]=&-_ \n') }),
);
/** Hexadecimal surroundings that make one of our ids out of the number. */
const hexAround = fc.tuple(fc.constantFrom(32, 64), fc.nat(14)).chain(([length, before]) =>
  fc.tuple(fc.string({ unit: anyOf('abcdef'), minLength: before, maxLength: before }),
    fc.string({ unit: anyOf('0123456789abcdef'), minLength: length - 18 - before, maxLength: length - 18 - before })));
const survives = (text: string, number: string) => text.toUpperCase().includes(number.toUpperCase());

describe('maskName', () => {
  it.each([['甄测试', '甄**'], ['贾示', '贾*'], ['甄', '*'], ['', ''], ['𬭼测试', '𬭼**'], ['Zhen Ceshi', 'Z*********']])('%s -> %s', (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });
});

describe('maskNumber', () => {
  it('keeps head and tail, and nothing where they would show everything', () => {
    expect(maskNumber('11010119900307851X', 6, 4)).toBe('110101********851X');
    expect(maskNumber('12345', 3, 2)).toBe('*****');
    expect(maskNumber('123456', 3, 2)).toBe('123*56');
    expect(maskNumber('123456', 0, 0)).toBe('******');
    expect(maskNumber('', 3, 2)).toBe('');
  });
});

describe('redactText', () => {
  it('lets no 18-digit id survive, wherever it stands', () => {
    fc.assert(fc.property(around, residentId, around, fc.boolean(), (before, id, after, lower) => {
      expect(survives(redactText(before + (lower ? id.toLowerCase() : id) + after), id)).toBe(false);
    }), { numRuns: 3_000 });
  });

  it('lets no 18-digit id survive inside what looks like one of our own ids', () => {
    fc.assert(fc.property(residentId.filter((id) => !id.endsWith('X')), hexAround, (id, [before, after]) => {
      fc.pre(/[a-f]/.test(before + after));
      expect((before + id + after).length === 32 || (before + id + after).length === 64).toBe(true);
      expect(survives(redactText(before + id + after), id)).toBe(false);
      expect(survives(maskPersonalNumbers(before + id + after), id)).toBe(false);
    }), { numRuns: 500 });
  });

  it('leaves channel numbers to be counted by, also one with a mobile number in it by chance, and lets no 18-digit id survive there', () => {
    const around32 = fc.string({ unit: anyOf('ABCDEFGHXYZ'), minLength: 21, maxLength: 21 });
    fc.assert(fc.property(mobile, around32, fc.nat(21), (number, letters, at) => {
      const channelNumber = letters.slice(0, at) + number + letters.slice(at);
      expect(maskPersonalNumbers(`channel ${channelNumber}`)).toBe(`channel ${channelNumber}`);
      expect(maskPersonalNumbers(number)).not.toBe(number);
    }));
    fc.assert(fc.property(residentId, around32, (id, letters) => {
      expect(survives(maskPersonalNumbers(letters.slice(0, 7) + id + letters.slice(14)), id)).toBe(false);
    }));
  });

  it('lets no two ids side by side survive', () => {
    fc.assert(fc.property(residentId, residentId, fc.constantFrom('', ' ', ',', '0', 'a'), (one, other, between) => {
      const text = redactText(one + between + other);
      expect([survives(text, one), survives(text, other)]).toEqual([false, false]);
    }));
  });

  it('lets no former 15-digit id, code value or token survive between other words', () => {
    const outside = around.map((text) => `${text}，`);
    fc.assert(fc.property(outside, fc.oneof(formerId, token, fc.string({ unit: anyOf('0123456789'), minLength: 28, maxLength: 28 })), outside, (before, number, after) => {
      expect(survives(redactText(`${before}${number}，${after}`), number)).toBe(false);
    }), { numRuns: 1_000 });
  });

  it('lets no mobile number survive that stands for itself, with or without the country code', () => {
    fc.assert(fc.property(mobile, fc.constantFrom('', '86', '+86', '0086', '+86 '), fc.constantFrom(' ', '：', 'tel', ''), (number, country, before) => {
      expect(survives(redactText(`${before}${country}${number}，`), number)).toBe(false);
    }));
  });

  it('finds full-width digits too', () => {
    expect(redactText('号码１１０１０１１９９００３０７８５１Ｘ')).toBe('号码１１０*************１Ｘ');
  });

  it('does so once: a second pass changes nothing', () => {
    fc.assert(fc.property(around, fc.oneof(residentId, formerId, mobile, token), around, (before, number, after) => {
      const once = redactText(before + number + after);
      expect(redactText(once)).toBe(once);
    }), { numRuns: 500 });
  });

  it('shows a little of what it masked, enough to recognise one\'s own', () => {
    expect(redactText('id=11010119900307851X tel=13800138000')).toBe('id=110*************1X tel=138******00');
    expect(redactText('4241234567890123456789350000')).toBe('424***********************00');
    expect(redactText('350200ecabcdefghijklmnopqrstuvwxyz2345')).toBe('350200ec******************************');
  });

  it('leaves what is not personal readable', () => {
    const hash = '1234567890123456789012345678901234567890123456789012345678abcdef';
    for (const text of ['2026-02-28T12:00:00.007Z', '20260228200000', '1763856000000', 'ec.query 500049', '019ab1c2d3e47f0123456789abcdef01', hash,
      'port 8080, 12 ms, 1234567 fen', '甄测试']) {
      expect(redactText(text)).toBe(text);
    }
  });
});

describe('maskPersonalNumbers', () => {
  it('lets no id, former id or mobile number survive between characters that are no digits', () => {
    const outside = around.map((text) => text.replace(/[0-9０-９]+/g, ' '));
    fc.assert(fc.property(outside, fc.oneof(residentId, formerId, mobile), outside, (before, number, after) => {
      expect(survives(maskPersonalNumbers(before + number + after), number)).toBe(false);
    }), { numRuns: 1_000 });
  });

  it('masks numbers of persons only: serial numbers stay', () => {
    expect(maskPersonalNumbers('11010119900307851X 110101900307851 13800138000')).toBe('110*************1X 110**********51 138******00');
    for (const text of ['35020020261123000001', '4241234567890123456789350000', '999999999999999999']) expect(maskPersonalNumbers(text)).toBe(text);
  });
});

const SECRET = new Set(['password', 'appsecret', 'ecToken']);
const PERSONAL = new Set(['userName', 'idNo', 'phones']);
const clean = (value: unknown) => redact(value, SECRET, PERSONAL);

describe('redact', () => {
  it('hides secret fields, masks personal ones and treats all other texts, at every depth', () => {
    expect(clean({ data: [{ userName: '甄测试', idNo: '11010119900307851X', note: 'id 11010119900307851X', password: { a: 1 }, appSecret: 'x', ecToken: 1 }], n: 1, on: true, nothing: null }))
      .toEqual({ data: [{ userName: '甄**', idNo: '110*************1X', note: 'id 110*************1X', password: '***', appSecret: '***', ecToken: '***' }], n: 1, on: true, nothing: null });
    expect(clean({ userName: ['甄测试', null], idNo: 110101199003078, phones: { home: '1' } })).toEqual({ userName: ['甄**', null], idNo: '110**********78', phones: '***' });
  });

  it('lets no id and no secret survive anywhere in any value', () => {
    const leaf = fc.tuple(around, residentId, around).map(([before, id, after]) => before + id + after);
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('tree'), { maxLength: 3 }), fc.dictionary(fc.oneof(leaf, fc.constantFrom('a', 'idNo', '__proto__')), tie('tree'), { maxKeys: 3 }),
        fc.tuple(leaf, tie('tree')).map((pair) => new Map([pair])), tie('tree').map((each) => new Set([each])), leaf.map((message) => new Error(message)),
        leaf.map((password) => ({ password })), leaf.map((text) => BigInt(text.replace(/\D/g, '')))),
    }));
    fc.assert(fc.property(tree, (value) => {
      const shown = JSON.stringify(clean(value)) ?? '';
      expect(shown.match(/[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]/g) ?? []).toEqual([]);
    }), { numRuns: 1_000 });
  });

  it('reduces an error to name, message and stack', () => {
    const error = Object.assign(new TypeError('no person 11010119900307851X'), { parameters: ['甄测试'], driverError: { sql: 'x' } });
    const shown = clean({ error }) as { error: Record<string, string> };
    expect(Object.keys(shown.error)).toEqual(['name', 'message', 'stack']);
    expect(shown.error).toMatchObject({ name: 'TypeError', message: 'no person 110*************1X' });
    expect(shown.error['stack']).not.toContain('11010119900307851X');
    expect(shown.error['stack']).toMatch(/redaction\.spec/);
  });

  it('copies: the original is neither changed nor shared', () => {
    const original = { list: [{ userName: '甄测试' }] };
    const copy = clean(original) as typeof original;
    copy.list.push({ userName: 'x' });
    expect(original).toEqual({ list: [{ userName: '甄测试' }] });
  });

  it('is safe on cycles, and the same object at two places is no cycle', () => {
    const shared = { a: 1 };
    const cycle: Record<string, unknown> = { one: shared, other: shared };
    cycle['self'] = cycle;
    cycle['list'] = [cycle];
    expect(clean(cycle)).toEqual({ one: { a: 1 }, other: { a: 1 }, self: '[circular]', list: ['[circular]'] });
  });

  it('bounds depth, number and length', () => {
    let deep: unknown = 'end';
    for (let n = 0; n < 50_000; n += 1) deep = { deep };
    expect(JSON.stringify(clean(deep))).toBe(`${'{"deep":'.repeat(8)}"[cut]"${'}'.repeat(8)}`);
    expect(clean(Array.from({ length: 1_000 }, (_, n) => n))).toHaveLength(101);
    expect(Object.keys(clean(Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`k${n}`, n]))) as object)).toHaveLength(101);
    const wide = () => Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => ({ text: 'x'.repeat(100) })));
    expect(JSON.stringify(clean([wide(), wide(), wide()])).length).toBeLessThan(400_000);
    expect((clean('甄 '.repeat(100_000)) as string).length).toBeLessThanOrEqual(4_097);
    expect(clean(`${' '.repeat(4_090)}11010119900307851X`)).toBe(`${' '.repeat(4_090)}…`);
  });

  it('takes everything that JavaScript has, and never throws', () => {
    const trap = new Proxy({}, { ownKeys: () => { throw new Error('trap'); } });
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(clean({ get broken() { throw new Error('x'); }, trap, proxy, f: () => 1, s: Symbol('11010119900307851X'), u: undefined, bytes: Buffer.from('11010119900307851X'), at: new Date(7), never: new Date(Number.NaN) }))
      .toEqual({ broken: '[unreadable]', trap: '[unreadable]', proxy: '[unreadable]', f: '[function]', s: '[symbol]', u: undefined, bytes: '[18 bytes]', at: 7, never: Number.NaN });
    const polluted = clean(JSON.parse('{"__proto__":{"admin":true}}')) as object;
    expect(Object.getPrototypeOf(polluted)).toBe(Object.prototype);
    fc.assert(fc.property(fc.anything({ withBigInt: true, withMap: true, withSet: true, withTypedArray: true, withNullPrototype: true, withObjectString: true, withDate: true, withSparseArray: true }), (value) => {
      expect(() => JSON.stringify(clean(value))).not.toThrow();
    }), { numRuns: 500 });
  });
});
