import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { entryHash, genesisHash, type JournalHead } from '../../../src/kernel/journal/journal-chain.js';
import { JournalEntryEntity } from '../../../src/kernel/journal/journal-entry.entity.js';
import { JournalStore, type JournalFact } from '../../../src/kernel/journal/journal.store.js';
import { UnitOfWork } from '../../../src/kernel/persistence/unit-of-work.js';
import { openProbe } from '../persistence/probe-database.js';

let dataSource: DataSource;
let unitOfWork: UnitOfWork;
let journal: JournalStore;
let now = 1_763_856_000_000;

beforeAll(async () => {
  dataSource = await openProbe();
  unitOfWork = new UnitOfWork(dataSource);
  journal = new JournalStore(unitOfWork, { now: () => (now += 7) });
});
beforeEach(() => dataSource.manager.clear(JournalEntryEntity));
afterAll(() => dataSource.destroy());

const fact = (n: number): JournalFact => ({ actor: `actor ${n}`, act: 'act', subject: `s${n}`, outcome: 'done', detail: { n } });
const append = (count: number) => unitOfWork.run(async () => { for (let n = 1; n <= count; n += 1) await journal.append(fact(n)); });
const rows = () => dataSource.manager.find(JournalEntryEntity, { order: { sequence: 'ASC' } });

describe('append', () => {
  it('numbers from 1 without gaps, chains the hashes, takes the time from the clock', async () => {
    const begin = now;
    await append(3);
    const [first, second, third] = await rows();
    expect([first, second, third]).toMatchObject([
      { sequence: 1, at: begin + 7, actor: 'actor 1', act: 'act', subject: 's1', outcome: 'done', detail: '{"n":1}', previousHash: genesisHash },
      { sequence: 2, at: begin + 14, previousHash: first.hash },
      { sequence: 3, at: begin + 21, previousHash: second.hash },
    ]);
    expect(third.hash).toBe(entryHash(second.hash, third));
    expect(await journal.head()).toEqual({ sequence: 3, hash: third.hash });
  });

  it('needs an open unit of work, and shares its fate', async () => {
    await expect(journal.append(fact(1))).rejects.toThrow('needs an open unit of work');
    await expect(unitOfWork.run(async () => {
      await journal.append(fact(1));
      throw new Error('wanted');
    })).rejects.toThrow('wanted');
    expect(await journal.head()).toEqual({ sequence: 0, hash: genesisHash });
    await append(1);
    expect(await journal.verify()).toMatchObject({ ok: true, entries: 1 });
  });

  it('of parallel units, some failing, and side by side inside one unit: still one chain', async () => {
    await Promise.allSettled(Array.from({ length: 40 }, (_, n) => unitOfWork.run(async () => {
      await Promise.all([journal.append(fact(n)), journal.append(fact(n)), journal.append(fact(n))]);
      if (n % 4 === 0) throw new Error('wanted');
    })));
    expect(await journal.verify()).toMatchObject({ ok: true, entries: 90 });
    expect((await rows()).map(({ sequence }) => sequence)).toEqual(Array.from({ length: 90 }, (_, n) => n + 1));
  });

  it('takes any text and any detail, and finds it unaltered afterwards', async () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\uD800', '\uD83D', '\0', '甄测试'.repeat(60), '😀'.repeat(70), `x${'😀'.repeat(70)}`));
    await fc.assert(fc.asyncProperty(text, text, fc.option(text, { nil: undefined }), fc.jsonValue(), async (actor, outcome, subject, detail) => {
      await unitOfWork.run(() => journal.append({ actor, act: 'act', subject, outcome, detail }));
    }), { numRuns: 150 });
    await unitOfWork.run(() => journal.append({ actor: 'a', act: 'act', outcome: 'done', detail: undefined }));
    expect(await journal.verify()).toMatchObject({ ok: true, entries: 151 });
    for (const row of await rows()) {
      expect([row.actor.length <= 128, row.outcome.length <= 40, (row.subject?.length ?? 0) <= 128]).toEqual([true, true, true]);
      expect(() => { JSON.parse(row.detail); }).not.toThrow();
    }
  });

  it('masks numbers of persons in the texts of the detail and leaves evidence alone', async () => {
    const hash = 'a1'.repeat(32);
    await unitOfWork.run(() => journal.append({
      ...fact(1), detail: { note: ['id 11010119900307851X, tel 13800138000'], terminal: '35020020261123000001', hash, fen: 123456789012345 },
    }));
    const [row] = await rows();
    expect(JSON.parse(row.detail)).toEqual({ note: ['id 110*************1X, tel 138******00'], terminal: '35020020261123000001', hash, fen: 123456789012345 });
  });
});

describe('verify', () => {
  const COUNT = 40;
  const position = fc.integer({ min: 1, max: COUNT });
  let sound: JournalEntryEntity[];
  let head: JournalHead;

  beforeEach(async () => {
    await append(COUNT);
    sound = await rows();
    head = await journal.head();
  });

  /** Leaves the table as it was, so that the next run of a property begins with a sound journal. */
  async function afterTampering(tamper: () => Promise<unknown>, expectedHead?: JournalHead) {
    await tamper();
    const verdict = await journal.verify(expectedHead);
    await dataSource.manager.clear(JournalEntryEntity);
    await dataSource.manager.insert(JournalEntryEntity, sound);
    return verdict;
  }

  const sql = (statement: string, parameters: unknown[] = []) => dataSource.query(statement, parameters);
  const shift = (from: number, by: number) => sql('UPDATE journal_entry SET sequence = -sequence WHERE sequence >= ?', [from])
    .then(() => sql('UPDATE journal_entry SET sequence = -sequence + ? WHERE sequence < 0', [by]));

  it('finds a sound journal sound, with and without a head, and an empty one too', async () => {
    const verdict = { ok: true, entries: COUNT, head: sound.at(-1)!.hash };
    expect(await journal.verify()).toEqual(verdict);
    expect(await journal.verify(head)).toEqual(verdict);
    expect(await journal.verify({ sequence: 7, hash: sound[6].hash })).toEqual(verdict);
    await dataSource.manager.clear(JournalEntryEntity);
    expect(await journal.verify()).toEqual({ ok: true, entries: 0, head: genesisHash });
  });

  it('names an entry of which any column was altered, to a value of any type', async () => {
    const column = fc.constantFrom('at', 'actor', 'act', 'subject', 'outcome', 'detail', 'previous_hash', 'hash');
    const value = fc.oneof(fc.string(), fc.integer(), fc.double({ noNaN: true }), fc.uint8Array().map((bytes) => Buffer.from(bytes)), fc.constant(null), fc.constant('same bytes'));
    await fc.assert(fc.asyncProperty(position, column, value, async (k, name, drawn) => {
      const [{ [name]: before }] = await sql(`SELECT * FROM journal_entry WHERE sequence = ${k}`) as [Record<string, unknown>];
      const after = drawn === 'same bytes' ? Buffer.from(String(before)) : drawn;
      fc.pre(after !== before && (after !== null || name === 'subject'));
      const verdict = await afterTampering(() => sql(`UPDATE journal_entry SET ${name} = ? WHERE sequence = ?`, [after, k]));
      expect(verdict).toMatchObject({ ok: false, brokenAt: k, entries: k - 1 });
    }), { numRuns: 150 });
  });

  it('names an entry of which a single character was altered', async () => {
    await fc.assert(fc.asyncProperty(position, fc.constantFrom('actor', 'act', 'subject', 'outcome', 'detail', 'hash', 'previous_hash'), fc.nat(), async (k, name, at) => {
      const change = `substr(${name}, 1, ${at} % length(${name})) || '~' || substr(${name}, ${at} % length(${name}) + 2)`;
      expect(await afterTampering(() => sql(`UPDATE journal_entry SET ${name} = ${change} WHERE sequence = ?`, [k]))).toMatchObject({ ok: false, brokenAt: k });
    }), { numRuns: 60 });
  });

  it('names the first of the deleted entries', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: COUNT - 1 }), fc.integer({ min: 1, max: 5 }), async (k, many) => {
      const last = Math.min(k + many - 1, COUNT - 1);
      const verdict = await afterTampering(() => sql('DELETE FROM journal_entry WHERE sequence BETWEEN ? AND ?', [k, last]));
      expect(verdict).toMatchObject({ ok: false, brokenAt: k, entries: k - 1, why: `entry ${k} is missing; ${last + 1} follows ${k - 1}` });
    }), { numRuns: 60 });
  });

  it('names a deleted entry whose gap was closed by renumbering', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: COUNT - 1 }), async (k) => {
      const verdict = await afterTampering(async () => {
        await sql('DELETE FROM journal_entry WHERE sequence = ?', [k]);
        await shift(k + 1, -1);
      });
      expect(verdict).toMatchObject({ ok: false, brokenAt: k });
    }), { numRuns: 40 });
  });

  it('names an inserted entry, however well it is forged, or the one after it', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: COUNT }), fc.boolean(), async (k, wellForged) => {
      const previousHash = k === 1 ? genesisHash : sound[k - 2].hash;
      const forged = { sequence: k, at: 1, actor: 'nobody', act: 'act', subject: null, outcome: 'done', detail: '{}', previousHash };
      const hash = wellForged ? entryHash(previousHash, forged) : 'f'.repeat(64);
      const verdict = await afterTampering(async () => {
        await shift(k, 1);
        await dataSource.manager.insert(JournalEntryEntity, { ...forged, hash });
      });
      expect(verdict).toMatchObject({ ok: false, brokenAt: wellForged ? k + 1 : k });
    }), { numRuns: 40 });
  });

  it('names an entry inserted where no number is due: before the first, between two, without a number', async () => {
    const insertAs = (sequence: unknown) => sql("INSERT INTO journal_entry SELECT ?, at, actor, act, subject, outcome, detail, previous_hash, hash FROM journal_entry WHERE sequence = 5", [sequence]);
    expect(await afterTampering(() => insertAs(0))).toMatchObject({ ok: false, brokenAt: 0, entries: 0 });
    expect(await afterTampering(() => insertAs(-9))).toMatchObject({ ok: false, brokenAt: -9 });
    expect(await afterTampering(() => insertAs(4.5))).toMatchObject({ ok: false, brokenAt: 4.5, entries: 4 });
    expect(await afterTampering(() => insertAs('text'))).toMatchObject({ ok: false, brokenAt: COUNT + 1, entries: COUNT });
    expect(await afterTampering(() => insertAs(Buffer.from('6')))).toMatchObject({ ok: false, brokenAt: COUNT + 1 });
    expect(await afterTampering(() => insertAs(9_007_199_254_740_993n))).toMatchObject({ ok: false, brokenAt: COUNT + 1 });
  });

  it('names the first of two entries that changed places, by their numbers or by their content', async () => {
    await fc.assert(fc.asyncProperty(position, position, fc.boolean(), async (i, j, alsoChain) => {
      fc.pre(i !== j);
      const [a, b] = [sound[i - 1], sound[j - 1]];
      const verdict = await afterTampering(async () => {
        const content = ({ at, actor, act, subject, outcome, detail, previousHash, hash }: JournalEntryEntity) =>
          ({ at, actor, act, subject, outcome, detail, ...(alsoChain ? { previousHash, hash } : {}) });
        await dataSource.manager.update(JournalEntryEntity, { sequence: i }, content(b));
        await dataSource.manager.update(JournalEntryEntity, { sequence: j }, content(a));
      });
      expect(verdict).toMatchObject({ ok: false, brokenAt: Math.min(i, j) });
    }), { numRuns: 60 });
  });

  it('finds entries cut off at the end against a head kept elsewhere, and only against that', async () => {
    await fc.assert(fc.asyncProperty(position, async (k) => {
      const cut = () => sql('DELETE FROM journal_entry WHERE sequence >= ?', [k]);
      expect(await afterTampering(cut)).toMatchObject({ ok: true, entries: k - 1 });
      expect(await afterTampering(cut, head)).toEqual({ ok: false, brokenAt: k, entries: k - 1, why: `the entries ${k} to ${COUNT} were cut off` });
    }), { numRuns: 20 });
  });

  const plain = ({ sequence, at, actor, act, subject, outcome, detail }: JournalEntryEntity) => ({ sequence, at, actor, act, subject, outcome, detail });

  it('finds a journal that was forged with all its hashes against a head kept elsewhere, and only against that', async () => {
    await fc.assert(fc.asyncProperty(position, position, async (k, kept) => {
      const forge = async () => {
        let previousHash = k === 1 ? genesisHash : sound[k - 2].hash;
        for (const row of sound.slice(k - 1)) {
          const forged = { ...plain(row), ...(row.sequence === k ? { actor: 'somebody else' } : {}), previousHash };
          previousHash = entryHash(previousHash, forged);
          await dataSource.manager.save(JournalEntryEntity, { ...forged, hash: previousHash });
        }
      };
      const expectedHead = { sequence: kept, hash: sound[kept - 1].hash };
      expect(await afterTampering(forge)).toMatchObject({ ok: true });
      expect(await afterTampering(forge, expectedHead)).toMatchObject(kept >= k ? { ok: false, brokenAt: kept } : { ok: true });
    }), { numRuns: 12 });
  });
});

describe('a long journal', () => {
  const COUNT = 2_500;

  it('is read in pages of 1,000, and breaks at the borders of pages are found as well', async () => {
    await append(COUNT);
    const pages: string[] = [];
    const createQueryBuilder = dataSource.manager.createQueryBuilder.bind(dataSource.manager);
    Reflect.set(dataSource.manager, 'createQueryBuilder', () => {
      const builder = createQueryBuilder();
      pages.push('page');
      return builder;
    });
    expect(await journal.verify()).toMatchObject({ ok: true, entries: COUNT });
    Reflect.deleteProperty(dataSource.manager, 'createQueryBuilder');
    expect(pages).toHaveLength(4);
    for (const k of [2_001, 2_000, 1_999, 1_001, 1_000, 999]) {
      await dataSource.query("UPDATE journal_entry SET outcome = 'altered' WHERE sequence = ?", [k]);
      expect(await journal.verify()).toMatchObject({ ok: false, brokenAt: k, entries: k - 1 });
    }
  });

  it('may grow while it is verified', async () => {
    await append(1_200);
    const growing = (async () => { for (let n = 0; n < 50; n += 1) await append(1); })();
    const verdict = await journal.verify();
    await growing;
    expect(verdict).toMatchObject({ ok: true });
    expect(await journal.verify()).toMatchObject({ ok: true, entries: 1_250 });
  });
});
