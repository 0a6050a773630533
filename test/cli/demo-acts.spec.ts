import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openec, type Ended } from './cli-process.js';
import { scratchFolder } from './scratch.js';

/** Two runs, one after the other, on a machine that does other things besides. */
const LIMIT = 120_000;
const TIERS = ['national', 'province-35', 'province-44'] as const;
const PROVINCES = ['province-35', 'province-44'] as const;

const dir = join(scratchFolder(), 'kept');
let told: Ended;
beforeAll(async () => { told = await openec(['demo', '--once', '--data', dir]); }, LIMIT);

/** What was told in one act. */
function act(name: string): string {
  const found = told.stdout.split(/^━━ /m).find((part) => part.startsWith(name));
  if (found === undefined) throw new Error(`there is no ${name}\n${told.stdout}\n${told.stderr}`);
  return found;
}

/** What stands in a tier's database after the run. */
function rows<T = Record<string, unknown>>(tier: string, sql: string): T[] {
  const database = new Sqlite(join(dir, `${tier}.db`), { readonly: true });
  try {
    return database.prepare<[], T>(sql).all();
  } finally {
    database.close();
  }
}

const count = (tier: string, from: string): number => rows<{ n: number }>(tier, `SELECT count(*) AS n FROM ${from}`)[0]?.n ?? 0;

/** Acts in the journal of a tier that were done, or refused with a code that is kept. */
const journal = (tier: string, named: string): string[] => (
  rows<{ act: string; outcome: string }>(tier, `SELECT act, outcome FROM journal_entry WHERE act = '${named}' AND outcome <> 'step' ORDER BY sequence`)
    .map(({ outcome }) => outcome)
);

describe('openec demo --once, act by act', () => {
  it('ends with 0 after a prologue, eight acts in order and an epilogue, each with its clause in one line of each language', () => {
    expect(told).toMatchObject({ code: 0, stderr: '' });
    const titles = [...told.stdout.matchAll(/^━━ (\S+) .*\n {3}条款 ([^：]+)：.*。\n {3}Clauses? ([^:]+): .*\.$/gm)]
      .map(([, title, clause, again]) => [title, clause === again, clause]);
    expect(titles).toEqual([
      ['序幕', true, '4.1, 4.3, 7.1, D.2'], ['第一幕', true, '6.1.3'], ['第二幕', true, '6.2, 6.4'], ['第三幕', true, '6.2, 6.5'], ['第四幕', true, '4.9, 6.3.2.2 b'],
      ['第五幕', true, '6.2.2.2 c, 6.3.2.2 d'], ['第六幕', true, '4.6, 4.7, 6.1.4'], ['第七幕', true, '6.3.2.2 c'], ['第八幕', true, '4.4'], ['尾声', true, '6.1.2.3 c'],
    ]);
  });

  it('prologue: lets a third-party channel in by four persons over HTTP, and tells every province', () => {
    const lines = [...act('序幕').matchAll(/^ +(\S+) +→ 国家中台 POST (\S+) +0 成功/gm)].map(([, who, what]) => `${who} ${what}`);
    expect(lines.slice(4)).toEqual([
      '厦门医保 applications', '厦门医保 …/agreements', '厦门医保 …/submission', '福建医保 …/endorsement', '国家审批 …/decision', '国家发放 …/issue', '厦门医保 …/notice/printing',
    ]);
    expect(act('序幕')).toMatch(/SECRET +[0-9A-Z]{2}\*{30} /);
    for (const tier of TIERS) expect(rows(tier, 'SELECT kind FROM channel ORDER BY kind')).toEqual([{ kind: 'official' }, { kind: 'third-party' }]);
    expect(journal('national', 'management.user.add')).toHaveLength(4);
  });

  it('act 1 (6.1.3): two credentials are activated, not by a weak password, and only insured provinces are told', () => {
    expect(act('第一幕')).toMatch(/官方渠道 +→ 国家中台 ec\.activate +-2 请求参数异常/);
    expect(act('第一幕')).toContain('✓ 未参保的广东没有收到');
    // the third one is that of act 8
    expect(journal('national', 'ec.activate')).toEqual(['done', 'done', 'done']);
    expect(journal('province-44', 'ec.sync.activation')).toHaveLength(3);
    expect(journal('province-35', 'ec.sync.activation')).toHaveLength(4);
  });

  it('acts 2 to 4 (6.4, 6.5, 4.9): settled at home and away, decoded by the issuer; codes and tokens are used once', () => {
    const settled = (tier: string, role: string) => rows(tier, `SELECT total_fen, state FROM settlement WHERE role = '${role}' ORDER BY requested_at`);
    expect(settled('province-35', 'business')).toEqual([{ total_fen: 12_345, state: 'settled' }]);
    expect(settled('province-35', 'insured')).toEqual([{ total_fen: 26_800, state: 'settled' }]);
    expect(settled('province-44', 'business')).toEqual([{ total_fen: 26_800, state: 'settled' }, { total_fen: 15_860, state: 'settled' }]);
    expect(act('第二幕')).toMatch(/ec\.settle +501001 二维码Token失效[^]*ec\.query +500049 电子凭证二维码无效/);
    expect(act('第三幕')).toContain('✓ 广东、福建所存回执完全一致');
    expect(act('第四幕')).toMatch(/国家中台 +→ 福建中台 ec\.remote\.decode +0 成功/);
    expect(journal('province-35', 'ec.remote.decode')).toEqual(['done']);
  });

  it('act 5 (6.2.2.2 c, 6.3.2.2 d): the person is asked which place, and the other one is told what was settled', () => {
    expect(act('第五幕')).toMatch(/1 {2}350200 厦门 +310 .*\n.*2 {2}440300 深圳 +390 /);
    const [settlementNo] = /(?<=settlementNo )[0-9a-f]{32}/.exec(act('第五幕')) ?? [];
    expect(act('第五幕')).toContain(`referenceNo ${settlementNo}   kind settlement`);
    const there = `SELECT settled_at AS at, pooling_area AS area FROM settlement WHERE settlement_no = '${settlementNo}'`;
    const [settlement] = rows<{ at: number; area: string }>('province-44', there);
    expect(settlement?.area).toBe('440300');
    expect(rows('province-35', 'SELECT reference_no, kind, insured_place, completed_at FROM completion_notice')).toEqual([
      { reference_no: settlementNo, kind: 'settlement', insured_place: '440300', completed_at: settlement?.at },
    ]);
    expect(count('province-44', 'completion_notice')).toBe(0);
  });

  it('act 6 (4.6, 4.7, 6.1.4): a channel may nothing, then it may, then both provinces refuse it; both changes are measured there', () => {
    expect(act('第六幕')).toMatch(/示例支付 +→ 福建中台 ec\.qrcode\.issue +500008 非法授权码/);
    expect([...act('第六幕').matchAll(/(授权|撤销)在各参保省生效，实测：福建中台 \d+ ms、广东中台 \d+ ms/g)].map(([, what]) => what)).toEqual(['授权', '撤销']);
    expect(act('第六幕').match(/示例支付 +→ (福建|广东)中台 ec\.qrcode\.issue +500003 .*\n +该电子凭证应用渠道未授权/g)).toHaveLength(2);
    expect(act('第六幕')).toContain('✓ 撤销之前展出的码一并作废');
    for (const tier of TIERS) {
      const ofPartner = "channel_authorization WHERE channel_number IN (SELECT channel_number FROM channel WHERE kind = 'third-party')";
      expect(rows(tier, `SELECT state FROM ${ofPartner}`)).toEqual([{ state: 'revoked' }]);
    }
    for (const tier of PROVINCES) expect(journal(tier, 'ec.sync.authorization').length).toBeGreaterThanOrEqual(4);
  });

  it('act 7 (6.3.2.2 c): stale data are refused with the new pooling area, the cache is refreshed, and the business goes through', () => {
    expect(act('第七幕')).toMatch(/广州医院 +→ 广东中台 ec\.business\.handle +500023 .*\n +缓存已过期，请重新进入/);
    expect(act('第七幕')).toContain('told the new ones: insuredPlaces: are 350100 (310) now');
    expect(act('第七幕')).toMatch(/ec\.verify +501001[^]*新码属 350100 福州[^]*insuOrg 350100 福州 {3}businessType 01101/);
    expect(journal('province-44', 'ec.business.handle')).toEqual(['500023', 'done']);
    for (const tier of PROVINCES) expect(rows(tier, 'SELECT state FROM business_handling')).toEqual([{ state: 'handled' }]);
    const places = (tier: string) => rows<{ area: string }>(tier, 'SELECT pooling_area AS area FROM insured_place ORDER BY area').map(({ area }) => area);
    for (const tier of TIERS) expect(places(tier)).toEqual(['350100', '350200', '440300']);
    // what was said while Guangdong was away has arrived, once
    expect(journal('province-44', 'ec.sync.insured-place')).toEqual(['done']);
  });

  it('act 8 (4.4): the old credential is over on every tier with its codes and tokens, and the new one works', () => {
    const refusals = [...act('第八幕').matchAll(/→ (\S+) +(ec\.\S+) +(50\d{4}) /g)].map(([, where, what, code]) => `${where} ${what} ${code}`);
    expect(refusals).toEqual([
      '福建中台 ec.query 500049', '广东中台 ec.verify 501001', '福建中台 ec.qrcode.issue 500001', '广东中台 ec.qrcode.issue 500001', '国家中台 ec.state.query 500028',
    ]);
    expect(act('第八幕')).toMatch(/userName 用户姓名 +贾新名/);
    const ofSuperseded = "credential_number IN (SELECT credential_number FROM electronic_credential WHERE state = 'superseded')";
    for (const tier of TIERS) {
      expect(rows(tier, 'SELECT state FROM electronic_credential ORDER BY state').map((row) => row['state'])).toEqual(['activated', 'activated', 'superseded']);
      expect(count(tier, `channel_authorization WHERE ${ofSuperseded} AND state <> 'revoked'`)).toBe(0);
    }
    for (const tier of PROVINCES) {
      expect(count(tier, `qr_code WHERE ${ofSuperseded} AND consumed_at IS NULL AND voided_at IS NULL`)).toBe(0);
      expect(count(tier, `ec_token WHERE ${ofSuperseded} AND consumed_at IS NULL AND voided_at IS NULL`)).toBe(0);
    }
  });

  it('epilogue (6.1.2.3 c): nothing waits, and the lags told are those the tiers have measured', () => {
    for (const tier of TIERS) expect(count(tier, "outbox_entry WHERE state <> 'delivered'")).toBe(0);
    const names: Record<string, string> = { 国家中台: 'national', 福建中台: 'province-35', 广东中台: 'province-44' };
    const lines = [...act('尾声').matchAll(/^ (ec\.\S+) +(\S+) → (\S+) +(\d+) +(\d+) ms +(\d+) ms +(\d+) ms$/gm)];
    const known = lines.map(([, transType, from = '', to = '', n, , , worst]) => `${names[from]} ${names[to]?.replace('-', ':')} ${transType} ${n} ${worst}`);
    const measured = TIERS.flatMap((tier) => rows<{ destination: string; kind: string; n: number; worst: number }>(tier, `
      SELECT destination, trans_type AS kind, count(*) AS n, max(effective_at - caused_at) AS worst FROM sync_lag GROUP BY destination, trans_type`)
      .map(({ destination, kind, n, worst }) => `${tier} ${destination} ${kind} ${n} ${Math.max(0, worst)}`));
    expect(known.toSorted()).toEqual(measured.toSorted());
    for (const [, , , , , median, p95, worst] of lines) expect(Number(median) <= Number(p95) && Number(p95) <= Number(worst)).toBe(true);
  });
});

describe('what the READMEs say of the demo', () => {
  /** A line as every run prints it, whatever was measured. */
  const whatever = (line: string): string => line.replaceAll(/\d+(\.\d+)?/g, '0').replaceAll(/ +/g, ' ').trim();

  it.each(['README.md', 'README.zh-CN.md'])('%s quotes it truly, and names every act with its clause', (file) => {
    const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    const quoted = (/^```text\n([^]*?)^```$/m.exec(text)?.[1] ?? '').split('\n').filter((line) => line !== '' && line !== '…');
    expect(quoted.length).toBeGreaterThan(15);
    const printed = new Set(told.stdout.split('\n').map(whatever));
    expect(quoted.filter((line) => !printed.has(whatever(line)))).toEqual([]);
    const clauses = [...told.stdout.matchAll(/^ {3}条款 ([^：]+)：/gm)].map(([, clause]) => clause);
    const named = [...text.matchAll(/^\| \S+(?: \d)? \| ([\d.]+[^|]*) \|/gm)].map(([, clause = '']) => clause.replaceAll('、', ', '));
    expect(named).toEqual(clauses);
  });
});

describe('openec demo --data', () => {
  it('goes on with the databases and keys it kept: channels and institutions are known, the persons are new', async () => {
    const again = await openec(['demo', '--once', '--data', dir]);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toContain('第 2 次运行');
    expect(again.stdout).not.toMatch(/ec\.channel\.register|POST applications/);
    expect(count('national', 'insured_person')).toBe(4);
  }, LIMIT);
});
