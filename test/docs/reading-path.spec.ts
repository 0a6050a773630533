import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (page: string): string => readFileSync(join(root, page), 'utf8');

/** What an integrator reads, in this order. */
const path = ['README.md', 'docs/integrating.md', 'docs/protocol.md', 'docs/return-codes.md', 'docs/signature-forms.md', 'docs/signature-doctor.md'];
const pages = ['README.md', 'README.zh-CN.md', ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];

const prose = (page: string): string => read(page).replaceAll(/```.*?```/gs, '').replaceAll(/`[^`]*`/g, '');
const linksOf = (page: string): string[] => [...prose(page).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, target]) => target).filter((target) => !/^[a-z]+:/.test(target));

describe('one path through the documents, without a word that the glossary does not have', () => {
  const [, ...rows] = read('docs/glossary.md').split('\n').filter((line) => line.startsWith('|'));
  const words = rows.map((row) => row.split('|')[1]).join(' ');

  it.each(path)('%s explains no term by a Chinese word that stands in no row of it', (page) => {
    const terms = [...prose(page).matchAll(/[A-Za-z] [（(]([\u4e00-\u9fff][\u4e00-\u9fff A-Za-z0-9]*)[,)）]/g)].map(([, term]) => term.trim());
    expect([...new Set(terms)].filter((term) => !words.includes(term))).toEqual([]);
  });

  it('has terms to look for at all', () => {
    expect(prose('docs/integrating.md').match(/[（(][\u4e00-\u9fff]/g)?.length).toBeGreaterThan(15);
  });

  it.each(path.slice(0, -1).map((page, at) => [page, path.slice(at + 1)] as const))('%s leads on to another page of the path, and to the glossary', (page, later) => {
    const targets = linksOf(page).map((target) => join(dirname(page), target));
    expect(targets.filter((target) => later.includes(target)).length > 0 || targets.includes('docs/integrating.md')).toBe(true);
    expect(targets).toContain('docs/glossary.md');
  });
});

it.each(pages)('every link of %s leads somewhere', (page) => {
  expect(linksOf(page).filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
});
