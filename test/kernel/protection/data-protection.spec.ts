import { readFileSync, existsSync } from 'node:fs';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DataSource, EntityManager } from 'typeorm';
import { boxKey, openBox } from '../../../src/crypto/sealed-box.js';
import { systemClock } from '../../../src/kernel/clock.js';
import { systemIds } from '../../../src/kernel/ids.js';
import { OutboxEntryEntity } from '../../../src/kernel/outbox/outbox-entry.entity.js';
import { UnitOfWork } from '../../../src/kernel/persistence/unit-of-work.js';
import { DataKeyEntity } from '../../../src/kernel/protection/data-key.entity.js';
import { MasterKeyError } from '../../../src/kernel/protection/data-key-ring.js';
import { DataProtection, SealedTextError, unlockDataProtection } from '../../../src/kernel/protection/data-protection.js';
import { openProbe, temporaryFolder } from '../persistence/probe-database.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const ids = systemIds(systemClock);
const MASTER = Buffer.from('0123456789abcdeffedcba98765432100123456789abcdeffedcba9876543210', 'hex');
const unlock = (source: DataSource, masterKey: Uint8Array = MASTER) => unlockDataProtection(new UnitOfWork(source), masterKey, systemClock, ids);

let dataSource: DataSource;
let protection: DataProtection;
beforeEach(async () => {
  dataSource = await openProbe();
  protection = await unlock(dataSource);
});
afterEach(() => dataSource.destroy());

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', '甄测试', '𬭼·贾示例', '\0'));
const wellFormed = (text: string) => Buffer.from(text, 'utf8').toString('utf8') === text;

function refusalOf(sealed: string): string {
  try {
    return `opened: ${protection.open(sealed, 'person.name')}`;
  } catch (error) {
    return (error as SealedTextError).message;
  }
}

describe('seal and open', () => {
  it('give every text back, in its own context only', () => {
    fc.assert(fc.property(anyText.filter(wellFormed), anyText, anyText, (plain, context, other) => {
      const sealed = protection.seal(plain, context);
      expect(protection.open(sealed, context)).toBe(plain);
      if (Buffer.from(context).equals(Buffer.from(other))) return;
      expect(() => protection.open(sealed, other)).toThrow(SealedTextError);
    }));
  });

  it('carry the generation of the key in front and look different every time', () => {
    expect(protection.seal('甄测试', 'person.name')).toMatch(/^1\.[A-Za-z0-9_-]+$/);
    expect(new Set(Array.from({ length: 100 }, () => protection.seal('甄测试', 'person.name'))).size).toBe(100);
  });

  it('refuse every altered, shortened or lengthened text', () => {
    const alphabet = fc.constantFrom(...'ABCXYZabcxyz0123456789-_.+/= \n甄'.split(''));
    fc.assert(fc.property(fc.nat(), alphabet, fc.constantFrom('replace', 'insert', 'remove'), (at, character, how) => {
      const sealed = protection.seal('甄测试', 'person.name');
      const place = at % sealed.length;
      const altered = sealed.slice(0, place) + (how === 'remove' ? '' : character) + sealed.slice(how === 'insert' ? place : place + 1);
      if (altered === sealed) return;
      expect(() => protection.open(altered, 'person.name')).toThrow(SealedTextError);
    }), { numRuns: 500 });
  });

  it('refuse the other spellings of the same bytes that Base64 allows', () => {
    const sealed = protection.seal('甄测试', 'person.name');
    const spellings = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_').map((last) => sealed.slice(0, -1) + last);
    expect(spellings.filter((spelling) => refusalOf(spelling) === 'opened: 甄测试')).toEqual([sealed]);
  });

  it('refuse what never was a sealed text, naming the place and not the content', () => {
    for (const text of ['', '甄测试', '1.', '.AQ', '0.AQAQ', '01.AQAQ', '1.AQ=', '7.AQAQ', '1.AQAQ.AQAQ', '99999999999.AQ']) {
      const why = refusalOf(text);
      expect(why).toMatch(/^The sealed text of person\.name cannot be opened: /);
      if (text.length > 2) expect(why).not.toContain(text);
    }
  });

  it('refuse what another installation sealed under the same master key', async () => {
    const elsewhere = await openProbe();
    const sealed = (await unlock(elsewhere)).seal('甄测试', 'person.name');
    expect(() => protection.open(sealed, 'person.name')).toThrow(SealedTextError);
    await elsewhere.destroy();
  });
});

describe('the blind index', () => {
  it('is 64 hex characters, the same for the same value, and keeps kinds and values apart', () => {
    expect(protection.blindIndex('idNo', '11010119900307851X')).toMatch(/^[0-9a-f]{64}$/);
    fc.assert(fc.property(anyText.filter(wellFormed), anyText.filter(wellFormed), anyText.filter(wellFormed), anyText.filter(wellFormed), (kind, value, otherKind, otherValue) => {
      const same = kind === otherKind && value === otherValue;
      expect(protection.blindIndex(kind, value) === protection.blindIndex(otherKind, otherValue)).toBe(same);
    }));
  });

  it('does not depend on where a character stands between kind and value', () => {
    expect(protection.blindIndex('id', 'No1')).not.toBe(protection.blindIndex('idNo', '1'));
    expect(protection.blindIndex('1:a', 'b')).not.toBe(protection.blindIndex('1', ':ab'));
  });

  it('is another one in another installation', async () => {
    const elsewhere = await openProbe();
    expect((await unlock(elsewhere)).blindIndex('idNo', '1')).not.toBe(protection.blindIndex('idNo', '1'));
    await elsewhere.destroy();
  });
});

describe('the data keys', () => {
  it('are made once and found again: a second start opens and indexes as the first', async () => {
    const sealed = protection.seal('甄测试', 'person.name');
    const again = await unlock(dataSource);
    expect(again.open(sealed, 'person.name')).toBe('甄测试');
    expect(again.blindIndex('idNo', '1')).toBe(protection.blindIndex('idNo', '1'));
    expect(await dataSource.manager.count(DataKeyEntity)).toBe(2);
  });

  it('are created once by ten starts at the same moment', async () => {
    const fresh = await openProbe(folder.file('ten.db'));
    const second = await openProbe(folder.file('ten.db'));
    const unlocked = await Promise.all(Array.from({ length: 10 }, (_, n) => unlock(n % 2 ? fresh : second)));
    expect(new Set(unlocked.map((each) => each.blindIndex('idNo', '1'))).size).toBe(1);
    expect(await fresh.manager.count(DataKeyEntity)).toBe(2);
    await Promise.all([fresh.destroy(), second.destroy()]);
  });

  it('are read again when another process was faster, as on a database that does not lock at the beginning', async () => {
    const empty = await openProbe();
    /** Sees, the first time, the state before the other process committed. */
    class LateUnitOfWork extends UnitOfWork {
      #reads = 0;

      override reader(): EntityManager {
        this.#reads += 1;
        return this.#reads === 1 ? empty.manager : super.reader();
      }
    }
    const late = await unlockDataProtection(new LateUnitOfWork(dataSource), MASTER, systemClock, ids);
    expect(late.blindIndex('idNo', '1')).toBe(protection.blindIndex('idNo', '1'));
    expect(await dataSource.manager.count(DataKeyEntity)).toBe(2);
    await empty.destroy();
  });

  it('a wrong master key is called so, creates nothing, and the right one still works', async () => {
    await dataSource.manager.delete(DataKeyEntity, { purpose: 'blind-index-1' });
    const wrong = Buffer.from(MASTER);
    wrong.writeUInt8(0xff, 5);
    const failure = await unlock(dataSource, wrong).then(() => undefined, (error: unknown) => error as Error);
    expect(failure).toBeInstanceOf(MasterKeyError);
    expect(failure?.message).toMatch(/^The master key is wrong: /);
    for (const secret of [wrong, MASTER]) for (const form of ['hex', 'base64'] as const) expect(failure?.message).not.toContain(secret.toString(form));
    expect(await dataSource.manager.count(DataKeyEntity)).toBe(1);
    await unlock(dataSource);
    expect(await dataSource.manager.count(DataKeyEntity)).toBe(2);
  });

  it('a master key of another length is refused before anything is touched', async () => {
    for (const length of [0, 16, 31, 33, 64]) {
      await expect(unlock(dataSource, new Uint8Array(length))).rejects.toThrow(`The master key has ${length} bytes, it needs 32`);
    }
  });

  it('cannot take each other\'s place in the table', async () => {
    const [sealing, index] = await Promise.all(['seal-1', 'blind-index-1'].map((purpose) => dataSource.manager.findOneByOrFail(DataKeyEntity, { purpose })));
    await dataSource.manager.update(DataKeyEntity, { purpose: 'seal-1' }, { wrapped: index.wrapped });
    await expect(unlock(dataSource)).rejects.toThrow(MasterKeyError);
    await dataSource.manager.update(DataKeyEntity, { purpose: 'seal-1' }, { wrapped: sealing.wrapped });
    expect((await unlock(dataSource)).open(protection.seal('x', 'y'), 'y')).toBe('x');
  });

  it('may be rotated: the newest generation seals, the older ones still open', () => {
    const keys = [1, 2].map((byte): [number, Uint8Array] => [byte, new Uint8Array(32).fill(byte)]);
    const before = new DataProtection({ sealing: new Map([keys[0]]), blindIndex: new Uint8Array(32) });
    const after = new DataProtection({ sealing: new Map(keys), blindIndex: new Uint8Array(32) });
    const old = before.seal('甄测试', 'person.name');
    const fresh = after.seal('甄测试', 'person.name');
    expect(fresh).toMatch(/^2\./);
    expect([old, fresh].map((sealed) => after.open(sealed, 'person.name'))).toEqual(['甄测试', '甄测试']);
    expect(() => before.open(fresh, 'person.name')).toThrow(/no data key of generation 2/);
  });

  it('do not show when the object is printed', async () => {
    const { inspect } = await import('node:util');
    expect(inspect(protection, { depth: 9, showHidden: true }) + JSON.stringify(protection)).not.toMatch(/secret|[0-9a-f]{16}|Uint8Array|Buffer/);
  });
});

describe('canaries', () => {
  const CANARY = '甄测试-11010119900307851X-canary';
  const forms = (value: Buffer) => [value, Buffer.from(value.toString('hex')), Buffer.from(value.toString('base64').replace(/=+$/, '').slice(0, -1)),
    Buffer.from(value.toString('utf8'), 'utf16le')];

  async function bytesAfterWriting(name: string, payload: (each: DataProtection) => string) {
    const file = folder.file(name);
    const source = await openProbe(file);
    const keeper = await unlock(source);
    for (let n = 1; n <= 50; n += 1) {
      await source.manager.insert(OutboxEntryEntity, {
        sequence: n, messageId: `m${n}`, destination: 'national', subject: keeper.blindIndex('idNo', CANARY).slice(0, 32), transType: 'x', payload: payload(keeper),
        state: 'pending', attempts: 0, nextAttemptAt: 1, lastError: null, createdAt: 1, deliveredAt: null,
      });
    }
    const keys = (await source.manager.find(DataKeyEntity)).map(({ purpose, wrapped }) => openBox(boxKey(MASTER), Buffer.from(wrapped, 'base64'), `data_key ${purpose}`));
    const read = () => Buffer.concat([file, `${file}-wal`, `${file}-shm`].filter(existsSync).map((each) => readFileSync(each)));
    const open = read();
    await source.destroy();
    return { bytes: Buffer.concat([open, read()]), keys };
  }

  it('sealed: neither the plain text nor a key is anywhere in the bytes of the database, before or after its checkpoint', async () => {
    const { bytes, keys } = await bytesAfterWriting('sealed.db', (each) => each.seal(CANARY, 'outbox.payload'));
    expect(keys).toHaveLength(2);
    for (const secret of [Buffer.from(CANARY), Buffer.from('11010119900307851X'), Buffer.from('甄测试'), MASTER, ...keys]) {
      for (const form of forms(secret)) expect(bytes.includes(form)).toBe(false);
    }
  });

  it('not sealed, the same search does find it', async () => {
    const { bytes } = await bytesAfterWriting('plain.db', () => CANARY);
    expect(bytes.includes(Buffer.from(CANARY))).toBe(true);
  });
});
