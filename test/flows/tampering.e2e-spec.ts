import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { returnCodes } from '../../src/protocol/dictionaries/return-codes.js';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectJournalsWhole, expectUnchanged } from './stage/expectations.js';
import { Meddler } from './stage/meddler.js';
import { xiamen } from './stage/places.js';
import { postRaw, sealed } from './stage/raw-wire.js';
import { snapshot } from './stage/snapshot.js';
import type { StageTier } from './stage/stage-tier.js';
import type { Answer } from './stage/watched-poster.js';

let cast: Cast;
let citizen: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast();
  citizen = await cast.activated({ insuredIn: [xiamen] });
});
afterAll(() => cast.stage.close());

const shown = () => citizen.shows({ in: cast.stage.fujian });

/** The text with one bit of one byte turned over; the byte stays ASCII. */
function altered(text: string, at: number): string {
  const bytes = Buffer.from(text, 'utf8');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes.toString('utf8');
}

/** Base64 says the same with other letters at its end: only what decodes to other bytes is a change. */
function saysTheSame(left: string, right: string): boolean {
  const [one, other] = [left, right].map((text) => /"signData":"([^"]*)"/.exec(text)?.[1] ?? '');
  return left.replace(one, '') === right.replace(other, '') && Buffer.from(one, 'base64').equals(Buffer.from(other, 'base64'));
}

/** Every place of a text but those inside `spared`, which no signature covers. */
function placesOf(text: string, spared = /"extra":\{[^}]*\}/): number[] {
  const match = spared.exec(text);
  const [from, to] = match === null ? [-1, -1] : [Buffer.byteLength(text.slice(0, match.index)), Buffer.byteLength(text.slice(0, match.index + match[0].length))];
  return Array.from({ length: Buffer.byteLength(text) }, (_, at) => at).filter((at) => at < from || at >= to);
}

describe('a request of which one byte is altered on the way', () => {
  const { transType } = transactions.decodeQrCode;
  const dresses = [
    { signType: 'SM2', encType: 'plain' }, { signType: 'SM2', encType: 'SM4' }, { signType: 'SM3', encType: 'plain' }, { signType: 'SM3', encType: 'SM4' },
  ] as const;

  it.each(dresses)('is refused wherever the byte stands, and changes nothing: signed $signType, data $encType', async (dress) => {
    const { stage, xiamenHospital } = cast;
    const body = sealed(xiamenHospital.speaker, { transType, timestamp: stage.clock.now(), requestId: `whole-${dress.signType}-${dress.encType}`, ...dress }, xiamenHospital.scanOf(await shown()));
    const before = await snapshot(stage.tiers);
    const taken: string[] = [];
    for (const at of placesOf(body)) {
      const forged = altered(body, at);
      if (saysTheSame(body, forged)) continue;
      const { answer } = await postRaw({ url: stage.fujian.coreUrl, body: forged });
      if (answer.code === 0 || answer.code === returnCodes.unknownError.code) taken.push(`${at} ${forged.slice(Math.max(0, at - 20), at + 20)}: ${answer.code}`);
    }
    expect(taken).toEqual([]);
    await expectUnchanged(stage, before);
    const { answer } = await postRaw({ url: stage.fujian.coreUrl, body });
    expect(answer.code).toBe(0);
  }, 60_000);

  it('is refused with the signature\'s own code where timestamp, data or cipher text are altered to something of the right form', async () => {
    const { stage, xiamenHospital } = cast;
    const input = xiamenHospital.scanOf(await shown());
    const clear = sealed(xiamenHospital.speaker, { transType, timestamp: stage.clock.now(), encType: 'plain' }, input);
    const hidden = sealed(xiamenHospital.speaker, { transType, timestamp: stage.clock.now() }, input);
    const before = await snapshot(stage.tiers);
    const forgeries = [
      clear.replace(/("timestamp":"\d{12})(\d)/, (_all, head: string, last: string) => `${head}${(Number(last) + 1) % 10}`),
      clear.replace('"termIp":"127.0.0.1"', '"termIp":"127.0.0.2"'),
      clear.replace('"officeName":"测试科室"', '"officeName":"测验科室"'),
      hidden.replace(/("encData":"[0-9A-F]{40})([0-9A-F])/, (_all, head: string, digit: string) => `${head}${digit === '0' ? '1' : '0'}`),
      hidden.replace(/[0-9A-F]{32}"(?=,"signData")/, '"'),
      clear.replace('"appId":', '"appCode":'),
    ];
    for (const forged of forgeries) {
      stage.clock.passes({ minutes: 1 }); // INT-111: a few forgeries a minute are looked at
      expect([clear, hidden]).not.toContain(forged);
      const { answer } = await postRaw({ url: stage.fujian.coreUrl, body: forged });
      expect(answer).toMatchObject({ code: 500036, message: '签名出错' });
    }
    await expectUnchanged(stage, before);
  });

  it('is refused when the signature is somebody else\'s, registered too', async () => {
    const { stage, xiamenHospital, xiamenPharmacy } = cast;
    const parts = { transType, timestamp: stage.clock.now(), encType: 'plain' as const };
    const own = JSON.parse(sealed(xiamenHospital.speaker, parts, xiamenHospital.scanOf(await shown()))) as { signData: string };
    const other = JSON.parse(sealed(xiamenPharmacy.speaker, parts, xiamenHospital.scanOf(await shown()))) as { signData: string };
    stage.clock.passes({ minutes: 1 }); // INT-111
    const { answer } = await postRaw({ url: stage.fujian.coreUrl, body: JSON.stringify({ ...own, signData: other.signData }) });
    expect(answer.code).toBe(500036);
  });
});

describe('an answer that is altered on the way', () => {
  it('is not believed, whichever byte it was', async () => {
    const { stage, xiamenHospital } = cast;
    const { ecToken } = await xiamenHospital.scans(await shown());
    let [at, length] = [0, 1];
    let isAltered = false;
    const line = await Meddler.before(stage.fujian.coreUrl, ({ reply }) => {
      const [whole, forged] = [reply.toString('utf8'), altered(reply.toString('utf8'), at)];
      length = reply.length;
      isAltered = !saysTheSame(whole, forged);
      return Buffer.from(forged, 'utf8');
    });
    const wrong: string[] = [];
    for (at = 0; at < length; at += 3) {
      const outcome = await xiamenHospital.checks(ecToken, citizen, { via: line.url }).then(() => 'believed', (error: unknown) => (error as Error).name);
      if (outcome !== (isAltered ? 'UntrustedAnswer' : 'believed')) wrong.push(`${at}: ${outcome}`);
    }
    await line.leaves();
    expect(wrong).toEqual([]);
    expect(length).toBeGreaterThan(500);
  }, 60_000);

  /** What somebody on the line may put in the place of an answer. */
  const forgeries: [string, (answer: Answer, earlier: Buffer) => string | Buffer][] = [
    ['a success without a signature', (answer) => JSON.stringify({ ...answer, signType: 'plain', encType: 'plain', signData: undefined, encData: undefined, data: { flag: '1' } })],
    ['a refusal without a signature', () => JSON.stringify({ code: 500049, message: '电子凭证二维码无效', success: false, type: 'error', timestamp: '1763856000000', data: {} })],
    ['the signed answer to another question', (_answer, earlier) => earlier],
    ['the code of another verdict', (answer) => JSON.stringify({ ...answer, code: 501001, message: '二维码Token失效', success: false, type: 'error' })],
  ];

  it.each(forgeries)('is not believed: %s', async (_what, forge) => {
    const { stage, xiamenHospital } = cast;
    const { ecToken } = await xiamenHospital.scans(await shown());
    let earlier: Buffer = Buffer.alloc(0);
    const line = await Meddler.before(stage.fujian.coreUrl, ({ reply, nth }) => {
      if (nth === 1) earlier = reply;
      return nth === 1 ? reply : Buffer.from(forge(JSON.parse(reply.toString('utf8')) as Answer, earlier));
    });
    await expect(xiamenHospital.checks(ecToken, citizen, { via: line.url })).resolves.toHaveProperty('flag', '1');
    await expect(xiamenHospital.checks(ecToken, citizen, { via: line.url })).rejects.toMatchObject({ name: 'UntrustedAnswer' });
    await line.leaves();
  });
});

it('reads the signed cipher text of an answer and no clear data that somebody put beside it', async () => {
  const { stage, xiamenHospital } = cast;
  const { ecToken } = await xiamenHospital.scans(await shown());
  const line = await Meddler.before(stage.fujian.coreUrl, ({ reply }) => Buffer.from(JSON.stringify({ ...(JSON.parse(reply.toString('utf8')) as Answer), data: { flag: '0' } })));
  await expect(xiamenHospital.checks(ecToken, citizen, { via: line.url })).resolves.toHaveProperty('flag', '1');
  await line.leaves();
});

describe('a journal of which a row is altered', () => {
  const columns = ['at', 'actor', 'act', 'subject', 'outcome', 'detail', 'previous_hash', 'hash'] as const;
  type Row = Record<(typeof columns)[number] | 'sequence', string | number>;
  const rowsOf = (tier: StageTier) => tier.rows<Row>('SELECT * FROM journal_entry ORDER BY sequence');
  const write = async (tier: StageTier, column: string, sequence: number, value: unknown): Promise<void> => {
    await tier.rows(`UPDATE journal_entry SET "${column}" = ? WHERE sequence = ?`, [value, sequence]);
  };

  it('is found to be broken at that row, whichever row and column of whichever tier it was', async () => {
    for (const tier of cast.stage.tiers) {
      for (const row of await rowsOf(tier)) {
        const column = columns[Number(row.sequence) % columns.length];
        const was = row[column];
        await write(tier, column, Number(row.sequence), typeof was === 'number' ? was + 1 : altered(was, was.length - 1));
        expect(await tier.kernel.journal.verify()).toMatchObject({ ok: false, brokenAt: row.sequence });
        await write(tier, column, Number(row.sequence), was);
      }
    }
    await expectJournalsWhole(cast.stage.tiers);
  }, 60_000);

  it('is found to lack a row, and to be cut off where the head was kept elsewhere', async () => {
    const { tier } = cast.stage.fujian;
    const head = await tier.kernel.journal.head();
    const all = await rowsOf(tier);
    await tier.rows('DELETE FROM journal_entry WHERE sequence = 3');
    expect(await tier.kernel.journal.verify()).toMatchObject({ ok: false, brokenAt: 3 });
    await tier.rows('DELETE FROM journal_entry WHERE sequence >= 3');
    expect(await tier.kernel.journal.verify()).toMatchObject({ ok: true, entries: 2 });
    expect(await tier.kernel.journal.verify(head)).toMatchObject({ ok: false, brokenAt: 3 });
    expect(all.length).toBeGreaterThan(3);
  });
});
