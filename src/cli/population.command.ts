import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { csvRecord, writeCsv } from '../kernel/csv/csv-table.js';
import { intakeColumns } from '../modules/intake/province/intake-columns.rules.js';
import { isPoolingArea } from '../protocol/identifiers.js';
import { inventedPerson, MOST_PEOPLE } from '../sandbox/population/invented-people.js';
import { counted, say } from './say.js';

interface Wish {
  readonly size: number;
  readonly seed: number;
  readonly areas: readonly string[];
  readonly out: string;
}

/** `openec population`: writes files of invented people as `openec intake` takes them, one for each pooling area. The same wish gives the same bytes. */
export function populationCommand(): Command {
  return new Command('population').description('生成虚构的参保人文件，供归集演练 · write files of invented people for openec intake')
    .addOption(new Option('--size <number>', '人数，如 500、20k、1M · how many people in all').argParser(size).default(1_000))
    .addOption(new Option('--seed <number>', '种子；同一种子得到同样的人 · the same seed gives the same people').argParser(whole).default(1))
    .addOption(new Option('--areas <list>', '统筹区，逗号分隔 · pooling areas').argParser(areas).default(['350100', '350200'], '350100,350200'))
    .option('--out <folder>', '写到何处 · where to', '.')
    .action(write);
}

async function write({ size: people, seed, areas: wanted, out }: Wish): Promise<void> {
  mkdirSync(out, { recursive: true });
  for (const [index, area] of wanted.entries()) {
    const file = join(out, `${area}.csv`);
    await pipeline(Readable.from(lines({ area, index, of: wanted.length, people, seed })), createWriteStream(file));
    say(file);
  }
  say(`已生成虚构参保人 ${people} 名 · ${counted(people, 'invented insured person')}`);
}

interface AreaPart {
  readonly area: string;
  /** Every `of`-th person from this one on. */
  readonly index: number;
  readonly of: number;
  readonly people: number;
  readonly seed: number;
}

const AT_ONCE = 500;

function* lines({ area, index, of, people, seed }: AreaPart): Generator<string> {
  yield writeCsv([intakeColumns.map(({ name }) => name)]);
  let waiting = '';
  for (let n = index, written = 1; n < people; n += of, written += 1) {
    const { idType, idNo, userName, insuranceType, insuredFrom, insuredUntil } = inventedPerson(seed, n);
    waiting += csvRecord([idType, idNo, userName, area, insuranceType, insuredFrom, insuredUntil]);
    if (written % AT_ONCE !== 0) continue;
    yield waiting;
    waiting = '';
  }
  yield waiting;
}

function whole(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a whole number');
}

function size(text: string): number {
  const [, digits, unit] = /^(\d{1,9})([kM]?)$/.exec(text) ?? [];
  const people = Number(digits) * (unit === 'M' ? 1_000_000 : unit === 'k' ? 1_000 : 1);
  if (people >= 1 && people <= MOST_PEOPLE) return people;
  throw new InvalidArgumentError(`a number from 1 to ${MOST_PEOPLE}, such as 500, 20k or 1M`);
}

function areas(text: string): string[] {
  const list = text.split(',').map((each) => each.trim());
  if (list.every(isPoolingArea) && new Set(list).size === list.length) return list;
  throw new InvalidArgumentError('different division codes of 6 digits, such as 350100,350200');
}
