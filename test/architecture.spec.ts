import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { actualFindings, expectedFindings, fixtureNames, readFixture } from './architecture/fixtures.js';
import { IMPORT_TABLE } from './architecture/import-table.js';
import { describeFinding } from './architecture/law.js';
import { LAWS } from './architecture/laws.js';
import { findPlace } from './architecture/place.js';
import { readSourceTree } from './architecture/source-tree.js';
import { describeStatistics, measureTree } from './architecture/statistics.js';

const tree = readSourceTree(fileURLToPath(new URL('..', import.meta.url)));

describe('the house keeps its laws', () => {
  it.each(LAWS.map((law) => ({ law, title: `${law.name}: ${law.because}` })))('$title', ({ law }) => {
    const broken = law.check(tree).map((finding) => describeFinding(law, finding));
    expect(broken.join('\n')).toBe('');
  });

  it('every room of the table is inhabited, so no law passes for want of files', () => {
    const inhabited = new Set(tree.src.map((unit) => findPlace(unit.path)?.room));
    expect(IMPORT_TABLE.map((row) => row.room).filter((room) => !inhabited.has(room))).toEqual([]);
  });

  it('says its numbers', () => {
    const line = describeStatistics(measureTree(tree));
    process.stdout.write(`${line}\n`);
    expect(line).toMatch(/^architecture: \d+ files/);
  });
});

describe('each law catches what breaks it', () => {
  it.each(LAWS.map((law) => law.name))('%s', (name) => {
    const fixture = readFixture(name);
    const expected = expectedFindings(fixture);
    expect(expected.filter((line) => line.endsWith(` ${name}`))).not.toEqual([]);
    expect(actualFindings(fixture)).toEqual(expected);
  });

  it('and finds nothing in a house that keeps them all', () => {
    const clean = readFixture('clean');
    expect(clean.src.length).toBeGreaterThan(0);
    expect(actualFindings(clean)).toEqual([]);
  });

  it('and every fixture proves a law', () => {
    expect(fixtureNames().sort()).toEqual([...LAWS.map((law) => law.name), 'clean'].sort());
  });
});
