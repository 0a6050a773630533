import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildResidentId } from '../../src/protocol/identity-documents.js';
import { inventedPerson } from '../../src/sandbox/population/invented-people.js';
import { openec } from '../cli/cli-process.js';
import { scratchFolder } from '../cli/scratch.js';
import { believedBy } from './stage/believed-places.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { Citizen } from './stage/citizen.js';
import { expectChanges, expectJournalsWhole } from './stage/expectations.js';
import { IntakeDesk, writeFile, type FileRow } from './stage/intake-desk.js';
import { fuzhou, guangzhou, hangzhou, xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

const folder = scratchFolder();
let cast: Cast;
let desks: Record<'fujian' | 'guangdong' | 'zhejiang', IntakeDesk>;
let born = 0;

beforeAll(async () => {
  cast = await openStageWithCast({ provinces: ['35', '44', '33'], onFiles: true });
  const { fujian, guangdong, zhejiang } = cast.stage;
  desks = { fujian: new IntakeDesk(fujian, folder), guangdong: new IntakeDesk(guangdong, folder), zhejiang: new IntakeDesk(zhejiang, folder) };
});
afterAll(() => cast.stage.close());

/** A row of somebody of whom nobody has heard. */
function somebody(cells: Partial<FileRow> = {}): FileRow {
  born += 1;
  const idNo = buildResidentId('350000', '19800229', String(100 + born));
  return { idType: '01', idNo, userName: '甄测试', poolingArea: xiamen, insuranceType: '310', insuredFrom: '20150701', insuredUntil: '', ...cells };
}

const fileOf = (name: string, rows: readonly FileRow[]): string => writeFile(join(folder, `${name}.csv`), rows);
const rejectedIn = (file: string): string[] => readFileSync(`${file}.rejected.csv`, 'utf8').trim().split('\r\n').slice(1);

/** People of one seed as a province's file has them, a few of them spoilt. */
function population(name: string, poolingArea: string, seed: number, size: number): string {
  const rows = Array.from({ length: size }, (_, n): FileRow => ({ ...inventedPerson(seed, n), poolingArea }));
  const spoilt = rows.map((row, n) => (n % 100 === 50 ? { ...row, userName: '甄*' } : n % 100 === 75 ? { ...rows[n - 1] } : row));
  return fileOf(name, spoilt);
}

describe('notice 二(二): a file of base data and insured data', () => {
  it('is taken in and reported; bad rows come back with line, field and reason, masked, and nothing of them stays', async () => {
    const [good, other] = [somebody(), somebody()];
    const wrongDigit = `${other.idNo.slice(0, 17)}${other.idNo.endsWith('5') ? '6' : '5'}`;
    const file = fileOf('bad-rows', [
      good, { ...other, idNo: wrongDigit }, somebody({ poolingArea: guangzhou }), good, { ...good, insuredFrom: '20180101' }, { ...good, userName: '贾示例' },
      somebody({ insuredFrom: '20101301', userName: '' }), { ...good, poolingArea: fuzhou, insuredUntil: '20161231' },
    ]);
    const people = await cast.stage.national.count('insured_person');
    const { code, stdout, stderr } = await desks.fujian.takesIn(file);
    expect(rejectedIn(file)).toEqual([
      `3,idNo,checkDigit,${wrongDigit.slice(0, 3)}*************${wrongDigit.slice(-2)},证件号码校验码错误 · the check digit of the number does not match`,
      '4,poolingArea,otherProvince,440100,统筹区不属于本省 · the pooling area lies in another province',
      '5,row,duplicate,,与本文件前面的一行重复 · the same row stood in this file before',
      '6,insuredFrom,overlap,20180101,与此人在该统筹区的另一参保时段重叠 · overlaps another insured period of this person in this pooling area',
      '7,userName,nameDiffers,贾**,同一证件已以另一姓名登记 · another name stands with this document',
      '8,userName,missing,,必填项为空 · a value must stand here',
    ]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/入库 load 8 \/ 8 · 100% · .*\/s\n上报 report 1 \/ 1 · 100%/) });
    for (const said of ['read +8', 'accepted +2', 'duplicates +1', 'rejected +5', 'reported +1 / 1', '350100 +1', '350200 +1']) expect(stdout).toMatch(new RegExp(`${said}\n`));
    const atRest = await desks.fujian.atRest();
    for (const personal of [good.idNo, wrongDigit, good.userName]) expect(atRest).not.toContain(personal);
    for (const personal of [good.idNo, wrongDigit, good.userName]) expect(stdout + stderr + readFileSync(`${file}.rejected.csv`, 'utf8')).not.toContain(personal);
    expect((await desks.fujian.taken()).periods).toHaveLength(2);
    expect(await cast.stage.national.count('insured_person')).toBe(people + 1);
    expect(await believedBy({ tier: cast.stage.national }, new Citizen(good.userName, good.idNo, []))).toEqual(['350200 310']);
  });

  it('that was taken in before changes nothing, and neither does another file that says the same', async () => {
    const rows = [somebody(), somebody(), somebody({ userName: '?' })];
    const file = fileOf('twice', rows);
    expect(await desks.fujian.takesIn(file)).toMatchObject({ code: 1, stdout: expect.stringMatching(/accepted +2\n/) });
    const before = await snapshot(cast.stage.tiers);
    expect(await desks.fujian.takesIn(file)).toMatchObject({ code: 1, stdout: expect.stringMatching(/taken in before\n(.*\n)*.*accepted +2\n/) });
    await expectChanges(cast.stage, before, {});
    const again = await desks.fujian.takesIn(fileOf('the-same-in-another-order', rows.slice(0, 2).toReversed()));
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/accepted +0\n.*known before +2\n(.*\n)*.*reported +0 \/ 0\n/) });
    await expectChanges(cast.stage, before, { 'province:35 intake_run': 1, 'province:35 journal_entry': 1 });
  });

  it.each([
    ['does not exist', undefined, 'does not exist'], ['is empty', '', 'the file is empty'],
    ['lacks columns', '姓名,证件号码\n甄测试,1\n', '证件类型 idType、统筹区 poolingArea、险种类型 insuranceType、参保开始 insuredFrom'],
    ['has a column twice', '证件类型,idType,证件号码,姓名,统筹区,险种类型,参保开始\n', 'twice in the header: 证件类型 idType'],
  ])('that %s cannot be used: exit code 2, and nothing has happened', async (title, content, why) => {
    const file = join(folder, `${title}.csv`);
    if (content !== undefined) writeFileSync(file, content);
    const before = await snapshot(cast.stage.tiers);
    expect(await desks.fujian.takesIn(file)).toEqual({ code: 2, stdout: '', stderr: expect.stringContaining(why) });
    await expectChanges(cast.stage, before, {});
  });

  it('of another tier than a province is not taken in', async () => {
    const config = join(folder, 'national.json');
    writeFileSync(config, JSON.stringify(cast.stage.national.configuration));
    expect(await openec(['intake', 'any.csv', '--config', config])).toMatchObject({ code: 1, stderr: expect.stringContaining('Files are taken in by a province') });
  });
});

describe('notice 二(二): national hears it', () => {
  it('duplicates across provinces become several insured places of one person, who activates and shows a code in each', async () => {
    const { stage, app } = cast;
    const row = somebody();
    const citizen = new Citizen(row.userName, row.idNo, [xiamen, guangzhou]);
    await desks.fujian.takesIn(fileOf('here', [row, somebody()]));
    await citizen.activatesThrough(app);
    await stage.converged();
    // 福建 has been told of an active credential by now; 广东 reports the same person.
    expect(await desks.guangdong.takesIn(fileOf('there', [{ ...row, poolingArea: guangzhou, insuranceType: '390' }]))).toMatchObject({ code: 0 });
    await stage.converged();
    for (const tier of [{ tier: stage.national }, stage.fujian, stage.guangdong]) expect(await believedBy(tier, citizen)).toEqual(['350200 310', '440100 390']);
    for (const [province, choosing] of [[stage.fujian, xiamen], [stage.guangdong, guangzhou]] as const) {
      expect(await citizen.shows({ in: province, choosing })).toMatchObject({ poolingArea: choosing });
    }
    await stage.converged();
  });

  it('a province learns the credential numbers from the answer, the same as everybody else knows (INT-16)', async () => {
    const row = somebody({ poolingArea: hangzhou });
    await desks.zhejiang.takesIn(fileOf('numbers', [row]));
    const [{ credential_number: told }] = await cast.stage.zhejiang.tier.rows<{ credential_number: string }>('SELECT credential_number FROM base_person');
    expect(await cast.stage.national.count('electronic_credential', 'credential_number = ? AND state = ?', [told, 'registered'])).toBe(1);
  });

  it('what national refuses comes back by line, and nothing of it stays in the province', async () => {
    const { stage } = cast;
    const [row, good] = [somebody(), somebody()];
    await stage.fujian.reports({ ...row, userName: '贾示例' }, { poolingArea: fuzhou, insuranceType: '310' });
    const file = fileOf('refused', [good, row]);
    expect(await desks.fujian.takesIn(file)).toMatchObject({ code: 1, stdout: expect.stringMatching(/reported +1 \/ 2\n.*refused by national +1\n/) });
    expect(rejectedIn(file)).toEqual(['3,userName,nameDiffers,甄**,同一证件已以另一姓名登记 · another name stands with this document']);
    expect((await desks.fujian.taken()).periods).toHaveLength(1);
  });

  it('while national is down nothing is lost: the command says so, and the next one goes on', async () => {
    const { stage } = cast;
    const file = fileOf('silence', [somebody(), somebody()]);
    await stage.national.stops();
    const { code, stdout, stderr } = await desks.fujian.takesIn(file, '--patience', '0');
    expect({ code, said: /reported +0 \/ 2\n/.test(stdout) }).toEqual({ code: 3, said: true });
    expect(stderr).toContain('reporting broke off, the same command goes on');
    await stage.national.starts();
    expect(await desks.fujian.takesIn(file)).toMatchObject({ code: 0, stdout: expect.stringMatching(/reported +2 \/ 2\n/) });
  });

  it('national may go and come back in the middle of a report', async () => {
    const { stage } = cast;
    const path = population('middle', xiamen, 11, 3_000);
    let down: Promise<void> | undefined;
    let back: Promise<void> | undefined;
    const intake = desks.fujian.intake(async () => {
      await down;
      await (back ??= stage.national.starts());
      return true;
    });
    const run = await intake.load(await intake.open(path), () => undefined);
    const state = await intake.report(run, () => { down ??= stage.national.stops(); });
    expect({ wasDown: back !== undefined, ...state }).toMatchObject({ wasDown: true, batches: 6, batchesDone: 6, refused: 0 });
    expect(state.reported).toBe(state.toReport);
  });
});

describe('notice 二(二): a command that is killed', () => {
  const SIZE = 12_000;

  it('goes on where it stopped, while loading and while reporting, and ends as one that was left alone', async () => {
    const { stage } = cast;
    const inAll = async (): Promise<number[]> => Promise.all([
      stage.national.count('insured_person'), stage.national.count('electronic_credential'), stage.national.count('insured_place', 'pooling_area = ?', [guangzhou]),
    ]);
    const before = await inAll();
    const file = population('killed', guangzhou, 8, SIZE);
    for (const rows of [2_000, 6_000]) expect(await desks.guangdong.isKilledAfter(file, { rows })).toBe(true);
    for (const batches of [1, 4]) expect(await desks.guangdong.isKilledAfter(file, { batches })).toBe(true);
    expect(await desks.guangdong.takesIn(file)).toMatchObject({ code: 1, stdout: expect.stringMatching(/taken in before/) });
    const disturbed = await desks.guangdong.taken();
    const reported = disturbed.periods.filter((period) => period.split(' ')[1] !== '0').length;
    expect(await inAll()).toEqual(before.map((count) => count + reported));

    const alone = population('alone', hangzhou, 8, SIZE);
    const { code, stdout } = await desks.zhejiang.takesIn(alone);
    expect(disturbed).toEqual(await desks.zhejiang.taken());
    expect({ code, periods: disturbed.periods.length }).toEqual({ code: 1, periods: SIZE - SIZE / 50 });
    expect(readFileSync(`${file}.rejected.csv`, 'utf8')).toBe(readFileSync(`${alone}.rejected.csv`, 'utf8'));
    expect(stdout).toMatch(new RegExp(`reported +${reported} / ${reported}\n`));
    // The same people, in one more place each: 浙江 brought nobody new.
    expect((await inAll()).slice(0, 2)).toEqual(before.slice(0, 2).map((count) => count + reported));
    expect(await stage.national.count('insured_place', 'pooling_area = ?', [hangzhou])).toBe(reported + 1);
  }, 120_000);

  it('the journals are whole', async () => {
    await cast.stage.converged();
    await expectJournalsWhole(cast.stage.tiers);
  });
});
