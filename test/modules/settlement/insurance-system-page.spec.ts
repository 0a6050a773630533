import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { httpOperations } from '../../../src/modules/settlement/province/http-insurance-messages.js';
import type { Shape } from '../../../src/protocol/shape.js';

const page = readFileSync('docs/insurance-system.md', 'utf8');

const printed = ({ rows }: Shape<unknown>): string =>
  ['| field | name | type | mandatory |', '|---|---|---|---|', ...rows.map(({ id, name, type, mandatory }) => `| \`${id}\` | ${name} | ${type.type}${type.length ?? ''} | ${mandatory} |`)].join('\n');

describe('docs/insurance-system.md', () => {
  it.each(Object.values(httpOperations))('prints the fields of $path as they are sent and read', ({ path, input, output }) => {
    const section = page.split('\n### ').find((each) => each.startsWith(path)) ?? '';
    const [asked, answered] = section.split('\nAnswer:\n');
    expect(asked).toContain(`${printed(input)}\n`);
    expect(answered).toContain(`${printed(output)}\n`);
  });

  it('sends no token to a system that does not speak our envelope', () => {
    for (const { input } of Object.values(httpOperations)) expect(input.rows.map(({ id }) => id)).not.toContain('ecToken');
  });
});
