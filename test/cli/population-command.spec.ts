import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openec } from './cli-process.js';
import { freePortRange } from './port-range.js';
import { scratchFolder } from './scratch.js';

/** `INTAKE_ROWS=300000`: how many rows the test of the bounded memory takes in; without it that test is left out. */
const ROWS = Number(process.env.INTAKE_ROWS ?? 0);

const folder = scratchFolder();
const config = join(folder, 'province-35.json');
const invented = (out: string, ...wish: string[]) => openec(['population', '--out', join(folder, out), ...wish]);
const rowsIn = (out: string, area: string): string[] => readFileSync(join(folder, out, `${area}.csv`), 'utf8').trimEnd().split('\r\n');

beforeAll(async () => {
  await openec(['keygen', '--federation', '--provinces', '35', '--out', folder, '--port', String(await freePortRange(7))]);
  await openec(['migrate', '--tier', 'province', '--config', config]);
}, 60_000);

describe('openec population', () => {
  it('writes the same bytes for the same wish, others for another seed, and the same people wherever they are insured', async () => {
    await Promise.all([
      invented('one', '--size', '2k', '--seed', '7'), invented('two', '--size', '2000', '--seed', '7'),
      invented('other', '--size', '2k', '--seed', '8'), invented('elsewhere', '--size', '1k', '--seed', '7', '--areas', '440100'),
    ]);
    for (const area of ['350100', '350200']) {
      expect(rowsIn('one', area)).toEqual(rowsIn('two', area));
      expect(rowsIn('one', area)).not.toEqual(rowsIn('other', area));
      expect(rowsIn('one', area)).toHaveLength(1_001);
    }
    const people = (rows: readonly string[]): string[] => rows.slice(1).map((row) => row.split(',').slice(0, 3).join());
    expect(people(rowsIn('elsewhere', '440100')).filter((_, n) => n % 2 === 0)).toEqual(people(rowsIn('one', '350100')).slice(0, 500));
  });

  it('writes what openec intake takes in without a word', async () => {
    await invented('taken', '--size', '1k', '--areas', '350200');
    const file = join(folder, 'taken', '350200.csv');
    expect(await openec(['intake', file, '--config', config, '--no-report'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/accepted +1000\n/) });
  });

  it.each([['--size', '0'], ['--size', '1G'], ['--seed', 'x'], ['--areas', '350100,350100'], ['--areas', '990000']])('refuses %s %s', async (option, value) => {
    expect(await invented('refused', option, value)).toMatchObject({ code: 1, stdout: '' });
  });
});

(ROWS > 0 ? describe : describe.skip)('openec intake', () => {
  it('takes any number of rows in with bounded memory', async () => {
    await invented('many', '--size', String(ROWS), '--seed', '21', '--areas', '350100');
    const file = join(folder, 'many', '350100.csv');
    const ended = await openec(['intake', file, '--config', config, '--no-report'], { NODE_OPTIONS: '--max-old-space-size=64' });
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringMatching(new RegExp(`accepted +${ROWS}\\n`)) });
  }, 600_000);
});
