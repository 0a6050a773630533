import * as http from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from '../flows/stage/cast.js';
import { expectJournalsWhole, expectUnchanged } from '../flows/stage/expectations.js';
import { snapshot } from '../flows/stage/snapshot.js';
import { whyNoAnswer } from '../flows/stage/watched-poster.js';
import { Dice } from './dice.js';
import { mutations, type Mutation } from './mutations.js';
import { targetsOf, type Target } from './requests.js';

/** The files that share the requests, each on a core of its own. */
const SHARES = 2;
/** docs/testing.md: more on demand, and a failing run again by its seed. */
const HOW_MANY = Math.ceil(Number(process.env.FUZZ_REQUESTS ?? 200_000) / SHARES);
const SEED = Number(process.env.FUZZ_SEED ?? 20_191_128);
const IN_FLIGHT = 32;
/** Far beyond any answer's time here; what takes longer hangs. */
const HANGS_AFTER_MS = 20_000;

const agent = new http.Agent({ keepAlive: true, maxSockets: IN_FLIGHT });

/** What is wrong with the answer to these bytes; undefined where nothing is. */
function faultOf({ url, path, method, body }: Target): Promise<string | undefined> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json; charset=utf-8', ...(method !== 'GET' && { 'content-length': body.length }) };
    const request = http.request(url + path, { method, agent, headers, timeout: HANGS_AFTER_MS }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve((response.statusCode ?? 0) >= 500 ? `is answered with ${response.statusCode}` : faultIn(text));
      });
    });
    request.on('timeout', () => request.destroy(new Error('hangs')));
    request.on('error', (error) => resolve(`breaks the connection: ${error.message}`));
    request.end(body);
  });
}

function faultIn(text: string): string | undefined {
  const why = whyNoAnswer(text);
  if (why !== undefined) return `gets an answer that ${why}: ${text.slice(0, 200)}`;
  const { code } = JSON.parse(text) as { code: number };
  return code === -1 ? 'is answered with -1, an error of ours' : undefined;
}

/** Plays one share of the spoilt requests, the first or the second. */
export function playSpoiltRequests(nth: 0 | 1): void {
  let cast: Cast;
  beforeAll(async () => { cast = await openStageWithCast(); });
  afterAll(async () => {
    agent.destroy();
    await cast.stage.close();
  });

  it(`A.1.2, C.4: ${HOW_MANY.toLocaleString('en')} spoilt requests over all public paths are each answered, none by an error of ours, and nothing changes`, async () => {
    const targets = targetsOf(cast);
    await cast.stage.converged();
    const before = await snapshot(cast.stage.tiers);
    const dice = new Dice(SEED + nth);
    const ways = Object.entries<Mutation>(mutations);
    const faults: string[] = [];
    let sent = 0;
    const oneAfterAnother = async (): Promise<void> => {
      while (sent < HOW_MANY && faults.length < 10) {
        sent += 1;
        const target = dice.pick(targets);
        const [name, mutate] = dice.pick(ways);
        const body = mutate(target.body, dice);
        const fault = await faultOf({ ...target, body });
        if (fault !== undefined) faults.push(`${target.method} ${target.path} with ${name} ${fault}; body in Base64: ${body.toString('base64').slice(0, 2_000)}`);
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, oneAfterAnother));
    expect(faults).toEqual([]);
    expect(sent).toBe(HOW_MANY);
    await expectUnchanged(cast.stage, before);
    await expectJournalsWhole(cast.stage.tiers);
  }, Math.max(600_000, HOW_MANY * 10));
}
