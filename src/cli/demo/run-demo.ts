import { systemClock } from '../../kernel/clock.js';
import { startFederation, type Federation } from '../federation.js';
import { stopSignal } from '../stop-signal.js';
import { actActivation, type Activated } from './act-1-activation.js';
import { actLocalSettlement } from './act-2-local-settlement.js';
import { actAwayFromHome } from './act-3-away-from-home.js';
import { actRemoteDecode } from './act-4-remote-decode.js';
import { actTwoPlaces } from './act-5-two-places.js';
import { actThirdParty } from './act-6-third-party.js';
import { actStaleData } from './act-7-stale-data.js';
import { actChangedName } from './act-8-changed-name.js';
import { castPeople, FUJIAN, GUANGDONG } from './cast.js';
import { DemoFolder } from './demo-folder.js';
import { stayUp } from './encore.js';
import { playEpilogue } from './epilogue.js';
import { HopLog } from './hop-log.js';
import { Narrator } from './narrator.js';
import { paint } from './paint.js';
import type { Play } from './play.js';
import { introduce, playPrologue } from './prologue.js';
import { Stage } from './stage.js';
import { Wire } from './wire.js';

/** Something that can go wrong on purpose, to see how it is told. */
export const faults = ['insurance-system-down'] as const;

export interface DemoWish {
  /** End after the last act instead of staying up. */
  readonly once: boolean;
  /** Where the databases are kept; a passing folder otherwise. */
  readonly data: string | undefined;
  readonly fault: (typeof faults)[number] | undefined;
  readonly coloured: boolean;
  /** How wide the terminal is; undefined where there is none. */
  readonly columns: number | undefined;
  readonly write: (line: string) => void;
}

const PROVINCES = [FUJIAN, GUANGDONG];
/** Long enough to read the last page and paste the ready-made request. */
const CODE_SECONDS = 600;
/** Long enough that a province which was away for a moment (act 7) is met before what it missed is sent again. */
const FIRST_RETRY_MS = 1_500;
/** Asked how they are every few seconds, the tiers would talk into the story. */
const UNWATCHED = { everySeconds: 0 };

/** Plays the story. Throws `StoryError` when an outcome is not as the standard says; gives the signal that ended it early, if one did. */
export async function runDemo(wish: DemoWish): Promise<NodeJS.Signals | undefined> {
  const signal = stopSignal();
  const folder = await (wish.data === undefined ? DemoFolder.passing(PROVINCES) : DemoFolder.kept(wish.data, PROVINCES));
  try {
    return await onStage(wish, folder, signal);
  } finally {
    await folder.close();
  }
}

async function onStage(wish: DemoWish, folder: DemoFolder, signal: Promise<NodeJS.Signals>): Promise<NodeJS.Signals | undefined> {
  const narrator = new Narrator(paint(wish.coloured), wish.write, wish.columns);
  const log = new HopLog();
  const people = castPeople(folder.run);
  introduce(narrator, people);
  const began = performance.now();
  const federation = await startFederation({
    provinces: PROVINCES, dataDir: folder.dir, keys: folder.keys, parts: { observe: log.observe },
    overrides: { outbox: { firstRetryMs: FIRST_RETRY_MS } }, nationalOverrides: { monitoring: UNWATCHED },
      provinceOverrides: { lifetimes: { code: CODE_SECONDS } },
  });
  const wire = new Wire(federation, log.observe);
  const story = tellStory({ stage: new Stage(narrator, log), wire, people }, folder, wish, began);
  try {
    const ended = await Promise.race([story, signal]);
    if (typeof ended === 'string') return ended;
    if (!wish.once) await stayUp({ ...ended.play, log }, ended.activated.zhen, signal);
    return undefined;
  } finally {
    await federation.stop();
    wire.close();
    await story.catch(() => undefined);
  }
}

interface Told {
  readonly play: Play;
  readonly activated: Activated;
}

async function tellStory(play: Omit<Play, 'enrolled'>, folder: DemoFolder, wish: DemoWish, began: number): Promise<Told> {
  const { narrator } = play.stage;
  const since = systemClock.now();
  narrator.line();
  narrator.note([`三个中台已就绪，用时 ${seconds(began)} 秒`, `everything is up after ${seconds(began)} s`]);
  const whole = { ...play, enrolled: await playPrologue(play, folder) };
  const activated = await actActivation(whole);
  await cause(wish.fault, play.wire.federation);
  await actLocalSettlement(whole, activated.zhen);
  await actAwayFromHome(whole, activated.zhen);
  await actRemoteDecode(whole, activated.zhen);
  await actTwoPlaces(whole, activated.jia);
  await actThirdParty(whole, activated.jia);
  await actStaleData(whole, activated.zhen);
  await actChangedName(whole, activated.jia);
  await playEpilogue(whole, since);
  narrator.heading(['终', 'The end']);
  narrator.note([`每一幕都按标准结束，用时 ${seconds(began)} 秒`, `every act ended as the standard says, after ${seconds(began)} s`]);
  if (wish.data !== undefined) narrator.note([`数据库与密钥保留在 ${folder.dir}`, 'databases and keys are kept there']);
  return { play: whole, activated };
}

async function cause(fault: DemoWish['fault'], federation: Federation): Promise<void> {
  if (fault === 'insurance-system-down') await federation.insuranceSystems[FUJIAN]?.stop();
}

const seconds = (began: number): string => ((performance.now() - began) / 1000).toFixed(1);
