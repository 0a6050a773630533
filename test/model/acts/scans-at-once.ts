import fc from 'fast-check';
import { Refusal } from '../../../src/protocol/refusal.js';
import { any, chosen, nowAndThen, picked, verb, which } from '../act.js';
import type { Code } from '../reference/code-desk.js';
import type { Nation } from '../reference/nation.js';
import type { Institution, Word } from '../reference/province.js';
import { must, Refused } from '../reference/refused.js';
import { businessFor, businessPick, noteScan, requireAcceptable, requireDecodable, tokenFor } from './decoding.js';
import { SETTLEMENT } from './drawn.js';
import { expectSame } from '../same.js';

/** What one of them got: a token, or the reason why not. */
type End = { readonly ecToken: string } | { readonly reason: string };

const picks = fc.record({ first: any, second: any, third: nowAndThen(any, 2), code: which, business: businessPick });

/** 4.11: several institutions scan one code at the same moment. Never two of them get a token. */
export const scansAtOnce = verb(picks, ({ nation }, { first, second, third, code: n, business }) => {
  const code = picked(nation.codes, n);
  if (code === undefined) return undefined;
  const institutions = [first, second, ...(third === null ? [] : [third])].map((by) => chosen(nation.institutions, by));
  const businessType = businessFor(code, business);
  // What comes of one that is not let in, `scans` tells.
  if (institutions.some((each) => (['institution', 'terminal'] as const).some((part) => each.province.suspensions.has(part, each)))) return undefined;
  // Which of them uses it up in vain, nobody can say beforehand.
  if (businessType === SETTLEMENT && code.passwordAt === undefined) return undefined;
  return {
    says: `${institutions.map(({ name }) => name).join(' and ')} scan code ${code.no} of ${code.display.at.issuer} for ${businessType} at once`,
    foresees() {
      const why = whyNot(() => requireDecodable(nation, code));
      if (typeof why === 'string') return { learns: (ends: End[]) => expectSame(ends, institutions.map(() => ({ reason: why }))) };
      return { learns: (ends: End[]) => oneWins(nation, code, why, institutions, businessType, ends) };
    },
    performs: ({ travel }) => Promise.all(institutions.map((institution) => endOf(institution.hand.scans(code.value, { businessType }, { travel })))),
  };
});

/** Exactly one where each might have it alone; the others find the code used up, also where it was used up in vain. */
function oneWins(nation: Nation, code: Code, who: Word, institutions: readonly Institution[], businessType: string, ends: readonly End[]): void {
  const winners = institutions.filter((_institution, index) => 'ecToken' in ends[index]);
  expectSame(ends.filter((end) => 'reason' in end), ends.slice(winners.length).map(() => ({ reason: 'qrCodeInvalid' })));
  const mayHaveIt = (institution: Institution): boolean => whyNot(() => {
    if (code.display.at !== institution.province.desk) must(code.credential.state !== 'superseded', 'qrCodeInvalid');
    requireAcceptable(institution, code, businessType);
    return who;
  }) === who;
  expectSame(winners.filter((institution) => !mayHaveIt(institution)), []);
  expectSame(winners.length, institutions.every(mayHaveIt) ? 1 : Math.min(winners.length, 1));
  code.state = 'used';
  for (const [index, end] of ends.entries()) {
    if (!('ecToken' in end)) continue;
    noteScan(code, institutions[index]);
    tokenFor(nation, institutions[index], code, who, businessType).value = end.ecToken;
  }
}

function whyNot(judge: () => Word): Word | string {
  try {
    return judge();
  } catch (error) {
    if (error instanceof Refused) return error.reason;
    throw error;
  }
}

async function endOf(scan: Promise<{ ecToken: string }>): Promise<End> {
  try {
    const { ecToken } = await scan;
    return { ecToken };
  } catch (error) {
    if (error instanceof Refusal) return { reason: error.returnCode.name };
    throw error;
  }
}
