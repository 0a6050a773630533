import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CompiledStage } from './stage/child-process.js';

interface Told {
  /** Kinds of what must not be found, each with its values. */
  readonly secret: Readonly<Record<string, readonly string[]>>;
  /** Stands in databases and log on purpose: whoever does not find it looks in the wrong place. */
  readonly spoken: string;
}

let compiled: CompiledStage;
let told: Told;
let log: string;
const databases = new Map<string, Buffer>();

beforeAll(async () => {
  compiled = new CompiledStage();
  const folder = join(compiled.folder, 'data');
  mkdirSync(folder);
  const child = compiled.starts('story', { folder });
  told = await child.says<Told>();
  await child.ends();
  ({ log } = child);
  for (const file of readdirSync(folder)) databases.set(file, readFileSync(join(folder, file)));
}, 60_000);
afterAll(() => compiled.removes());

/** Which kinds of secrets stand in these bytes in clear, also as UTF-16 or with letters of the other case. */
function found(bytes: Buffer): string[] {
  const text = bytes.toString('latin1').toLowerCase();
  const spellings = (value: string) => [Buffer.from(value, 'utf8'), Buffer.from(value, 'utf16le')].map((each) => each.toString('latin1').toLowerCase());
  return Object.entries(told.secret).filter(([, values]) => values.some((value) => spellings(value).some((each) => text.includes(each)))).map(([kind]) => kind);
}

it('finds what stands in clear (the search itself is sound)', () => {
  const [name, token] = [told.secret.names[0], told.secret.tokens[0]];
  expect(found(Buffer.from(`x${name}y`, 'utf8'))).toEqual(['names']);
  expect(found(Buffer.concat([Buffer.from([0, 255]), Buffer.from(token.toUpperCase(), 'utf16le')]))).toEqual(['tokens']);
});

describe('after a day with mistakes', () => {
  it('no database file holds a name, a number, a face, a code, a token or a secret in clear', () => {
    expect([...databases.keys()].filter((file) => file.endsWith('.db')).toSorted())
      .toEqual(['insurance-system-35.db', 'insurance-system-44.db', 'national.db', 'province-35.db', 'province-44.db']);
    expect(databases.get('province-35.db')?.includes(told.spoken)).toBe(true);
    expect([...databases].map(([file, bytes]) => [file, found(bytes)]).filter(([, kinds]) => kinds.length > 0)).toEqual([]);
  });

  it('the log has every refusal and failure, and none of them in clear', () => {
    expect(log).toContain(told.spoken);
    const transTypes = ['ec.realname.verify', 'ec.activate', 'ec.insurance.settle', 'cn.nhsa.ec.auth', 'ec.query.card', 'ec.exchange.document'];
    for (const word of [...transTypes, '"refused"', '"failed"', '500049']) expect(log).toContain(word);
    expect(found(Buffer.from(log, 'utf8'))).toEqual([]);
    for (const password of ['918273', '607418']) expect(log).not.toContain(password);
    expect(log).toContain('the link to the page was not made here');
  });
});
