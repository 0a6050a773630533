import { createWriteStream, existsSync, renameSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { Unreachable } from '../client/http-post.js';
import { UntrustedAnswer } from '../client/transaction-client.js';
import type { Kernel } from '../kernel/host/kernel.js';
import { UnknownPeer } from '../kernel/link/peer-link.js';
import { Intake } from '../modules/intake/province/intake.js';
import { intakeColumns } from '../modules/intake/province/intake-columns.rules.js';
import { TakenInElsewhere, UnusableFile, type OpenedFile } from '../modules/intake/province/intake-loading.js';
import type { IntakeRun, ReportState } from '../modules/intake/province/intake-run.store.js';
import { Refusal } from '../protocol/refusal.js';
import type { TierConfig } from '../tiers/index.js';
import { ProvinceConfig } from '../tiers/province-config.js';
import { configOption, requireConfigFile } from './config-option.js';
import { alignedColumns } from './display-width.js';
import { CommandError } from './failure.js';
import { withDatabase } from './open-database.js';
import { Progress } from './progress.js';
import { complain, counted, say } from './say.js';

/** Exit codes: everything is in; rows were rejected; the file cannot be used; broken off, to be gone on with. */
const EXIT = { whole: 0, rejected: 1, unusable: 2, unfinished: 3 } as const;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

interface Wish {
  readonly config?: string;
  readonly rejected?: string;
  readonly report: boolean;
  readonly patience: number;
}

/** `openec intake FILE`: takes a file of base data and insured data into the province and reports it to the national tier (notice 二(二), INT-150). */
export function intakeCommand(): Command {
  return new Command('intake').description('归集一个统筹区参保数据文件：清洗、入库、上报国家中台 · take a file of insured people in, clean it, report it to the national tier')
    .argument('<file>', '逗号分隔文件（UTF-8 或 GB18030） · CSV, see docs/intake.md')
    .addOption(configOption())
    .option('--rejected <file>', '未通过的行写到何处，缺省 <file>.rejected.csv · where the rejected rows go')
    .option('--no-report', '只入库，不上报 · take in only, do not report')
    .addOption(new Option('--patience <seconds>', '国家中台无应答时等待多久 · how long to wait for a silent national tier').argParser(seconds).default(60))
    .action(async (file: string, wish: Wish) => {
      process.exitCode = await withDatabase(requireConfigFile(wish.config), (kernel, config) => takeIn(file, wish, kernel, config));
    });
}

async function takeIn(path: string, wish: Wish, kernel: Kernel, config: TierConfig): Promise<number> {
  if (!(config instanceof ProvinceConfig)) throw new CommandError('归集在省级中台进行，请给出省级配置。', 'Files are taken in by a province: give the configuration of one.');
  const intake = new Intake({ ...kernel, province: config.province, wait: patience(kernel, wish.patience * 1_000) });
  const opened = await usable(path, intake);
  if (typeof opened === 'string') return unusable(opened);
  const run = await load(intake, opened, kernel);
  const state = wish.report ? await report(intake, run, kernel) : await intake.reportState(run);
  const rejectedFile = wish.rejected ?? `${path}.rejected.csv`;
  await writeWhole(rejectedFile, intake.rejectedRows(run));
  await tell(intake, run, state, rejectedFile);
  if (wish.report && state.batchesDone < state.batches) return EXIT.unfinished;
  return run.rejected + state.refused > 0 ? EXIT.rejected : EXIT.whole;
}

/** The file, or why it is none that can be used. */
async function usable(path: string, intake: Intake): Promise<OpenedFile | string> {
  if (!existsSync(path) || !statSync(path).isFile()) return `文件 ${path} 不存在 · the file ${path} does not exist`;
  try {
    return await intake.open(path);
  } catch (error) {
    if (error instanceof UnusableFile) return headerFault(error);
    throw error;
  }
}

function headerFault({ fault: { missing, twice } }: UnusableFile): string {
  const named = (ids: readonly string[]): string => intakeColumns.filter(({ id }) => ids.includes(id)).map(({ id, name }) => `${name} ${id}`).join('、');
  if (missing.length > 0) return `表头缺少 · the header lacks: ${named(missing)}`;
  return twice.length > 0 ? `表头重复 · twice in the header: ${named(twice)}` : '文件为空 · the file is empty';
}

function unusable(why: string): number {
  complain(why);
  return EXIT.unusable;
}

async function load(intake: Intake, file: OpenedFile, { clock }: Kernel): Promise<IntakeRun> {
  const { run, scan } = file;
  if (run.loadedAt !== null) {
    say('此文件已入库 · this file was taken in before');
    return run;
  }
  if (run.rowsRead > 0) say(`从第 ${run.line + 1} 行继续 · going on at line ${run.line + 1}`);
  const progress = new Progress('入库 load', scan.lines - 1, run.line - 1, clock);
  try {
    const loaded = await intake.load(file, ({ line }) => progress.at(line - 1));
    progress.end(scan.lines - 1);
    return loaded;
  } catch (error) {
    if (!(error instanceof TakenInElsewhere)) throw error;
    throw new CommandError('另一进程正在归集同一文件。', 'Another process is taking this file in.');
  }
}

/** What keeps a report from its end without being a fault of this program. */
const BREAKS_OFF = [Unreachable, UntrustedAnswer, UnknownPeer, Refusal] as const;

/** What is not reported when national stays silent or refuses is kept, and reported by the next call with the same file. */
async function report(intake: Intake, run: IntakeRun, { clock }: Kernel): Promise<ReportState> {
  const before = await intake.reportState(run);
  if (before.batchesDone === before.batches) return before;
  const progress = new Progress('上报 report', before.toReport, before.reported + before.refused, clock);
  try {
    const state = await intake.report(run, ({ reported, refused }) => progress.at(reported + refused));
    progress.end(state.reported + state.refused);
    return state;
  } catch (error) {
    if (!BREAKS_OFF.some((kind) => error instanceof kind)) throw error;
    const state = await intake.reportState(run);
    progress.end(state.reported + state.refused);
    complain(`上报中断，再次执行本命令即可继续 · reporting broke off, the same command goes on: ${reasonOf(error)}`);
    return state;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Refusal) return `${error.returnCode.code} ${error.returnCode.text}${error.diagnosis === undefined ? '' : ` (${error.diagnosis})`}`;
  return error instanceof Error ? error.message : String(error);
}

/** Asks again after growing pauses until `ms` are over without an answer. */
function patience({ clock }: Kernel, ms: number): (attempt: number) => Promise<boolean> {
  let since = clock.now();
  return async (attempt) => {
    if (attempt === 1) since = clock.now();
    const next = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt - 1, 10));
    if (clock.now() + next - since > ms) return false;
    await pause(next);
    return true;
  };
}

/** All or nothing: a file that was there before is not mixed with this one. */
async function writeWhole(file: string, pieces: AsyncIterable<string>): Promise<void> {
  const unfinished = `${file}.unfinished`;
  await pipeline(Readable.from(pieces), createWriteStream(unfinished, { mode: 0o600 }));
  renameSync(unfinished, file);
}

async function tell(intake: Intake, run: IntakeRun, state: ReportState, rejectedFile: string): Promise<void> {
  const { rowsRead, accepted, known, duplicates, rejected } = run;
  say(...alignedColumns([
    ['读取 read', String(rowsRead)], ['入库 accepted', String(accepted)], ['已有 known before', String(known)], ['重复 duplicates', String(duplicates)],
    ['拒绝 rejected', String(rejected)], ['已上报 reported', `${state.reported} / ${state.toReport}`], ['国家拒绝 refused by national', String(state.refused)],
  ]));
  const areas = await intake.countByArea(run);
  if (areas.length > 0) say('统筹区 by pooling area', ...alignedColumns(areas.map(({ poolingArea, periods }) => [`  ${poolingArea}`, String(periods)])));
  const unread = duplicates + rejected + state.refused;
  if (unread > 0) say(`未入库的行及原因 · ${counted(unread, 'row')} that did not get in, with reasons: ${rejectedFile}`);
}

function seconds(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a whole number of seconds');
}
