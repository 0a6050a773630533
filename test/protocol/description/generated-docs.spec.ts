import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { generatedDocs } from '../../../src/cli/docs.command.js';
import { catalogue } from '../../../src/protocol/transactions/index.js';

const stored = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

describe('the documents that follow from the catalogue', () => {
  it.each(Object.entries(generatedDocs()))('docs/%s is what `openec docs` writes today', (name, text) => {
    expect(stored(name)).toBe(text);
  });

  it('is a valid OpenAPI 3.1 document', async () => {
    const result = await new Validator().validate(stored('openapi.json'));
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
  });

  it('name every transaction of the catalogue, with a section each', () => {
    const page = stored('protocol.md');
    for (const { transType } of catalogue) {
      expect(page).toContain(`\n### ${transType}\n`);
      expect(page).toContain(`(#${transType.toLowerCase().replaceAll('.', '')})`);
    }
  });
});
