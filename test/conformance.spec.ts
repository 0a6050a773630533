import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

/** One line of the ledger: id, clause, what must work, state, proofs. */
interface LedgerRow {
  readonly id: string;
  readonly state: string;
  /** `test/flows/x.e2e-spec.ts › title`, as many as there are. */
  readonly proofs: readonly string[];
}

const ledger = readFileSync('docs/conformance.md', 'utf8').split('\n').filter((line) => /^\| [A-Z]-\d+ \|/.test(line)).map(readRow);

function readRow(line: string): LedgerRow {
  const [id, , , state, proofs] = line.split('|').slice(1, -1).map((cell) => cell.trim());
  return { id, state, proofs: proofs === '' ? [] : proofs.split('<br>').map((proof) => proof.replaceAll('`', '').trim()) };
}

/** Every requirement of the standard and its notice (ids of the ledger). */
const REQUIREMENTS = [
  'N-1', 'N-2', 'N-3', 'N-4', 'P-1', 'P-2', 'P-3', 'P-4', 'P-5', 'P-6', 'P-7', 'P-8', 'P-9', 'P-10', 'P-11', 'P-12', 'A-1', 'A-2', 'A-3',
  'F-1', 'F-2', 'F-3', 'F-4', 'F-5', 'F-6', 'F-7', 'I-1', 'I-2', 'W-1', 'W-2', 'W-3', 'W-4', 'W-5', 'C-1', 'C-2', 'C-3', 'C-4', 'D-1',
];

describe('docs/conformance.md', () => {
  it('names every requirement once', () => {
    expect(ledger.map((row) => row.id)).toEqual(REQUIREMENTS);
  });

  it.each(ledger)('$id is done, partly done or open, and says so with proof', ({ state, proofs }) => {
    expect(['done', 'partly', 'open']).toContain(state);
    expect(proofs.length > 0).toBe(state !== 'open');
  });

  it.each(ledger.flatMap(({ id, proofs }) => proofs.map((proof) => ({ id, proof }))))('$id: $proof exists', ({ proof }) => {
    const [file, title] = proof.split(' › ');
    expect(readFileSync(file, 'utf8')).toContain(title);
  });
});
