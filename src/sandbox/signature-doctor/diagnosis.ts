import { allMistakes, mistakeOf, type Found } from './mistakes.js';
import type { Difference } from './shown.js';

/** `matches`: as it should be, or as the platform takes it as well. `unknown`: no mistake that is known explains it. */
export type Verdict = 'matches' | 'mistake' | 'unknown' | 'unreadable';

/** What the doctor says of a message. Chinese first. */
export interface Diagnosis {
  readonly verdict: Verdict;
  readonly sentence: readonly [chinese: string, english: string];
  readonly found: readonly Found[];
  /** The string to sign as documented, without its secret. */
  readonly expected?: string;
  /** The string that was signed, where it was found. */
  readonly yours?: string;
  readonly difference?: Difference;
  /** Hex of SM3 over the expected string, Z of the signer, and the digest that SM2 signs: to be compared step by step. */
  readonly steps?: { readonly sm3: string; readonly z?: string; readonly e?: string };
}

/** For a message that nobody can examine. */
export const unreadable = (chinese: string, english: string): Diagnosis => ({ verdict: 'unreadable', sentence: [chinese, english], found: [] });

/** What was done and what to change, in one sentence. `cutShort`: the message was too long to try everything. */
export function sentenceOf(verdict: Verdict, found: readonly Found[], cutShort: boolean): readonly [string, string] {
  const did = (language: 0 | 1): string => found.map(({ name, detail }) => `${mistakeOf(name).did[language]}${detailed(detail, language)}`).join(language === 0 ? '；' : '; ');
  const change = (language: 0 | 1): string => found.map(({ name }) => mistakeOf(name).change[language]).join(language === 0 ? '；' : '; ');
  if (verdict === 'unknown') return unknownSentence(found.length > 0 ? [did(0), did(1)] : undefined, cutShort);
  if (found.length === 0) return ['签名正确，与公布的写法一致。', 'The signature matches, in the documented form.'];
  if (verdict === 'matches') return [`签名正确；${did(0)}，平台也接受。新程序请${change(0)}。`, `The signature matches; ${did(1)}, which is taken as well. New programs: ${change(1)}.`];
  return [`${did(0)}。请${change(0)}。`, `What was done: ${did(1)}. What to change: ${change(1)}.`];
}

function unknownSentence(did: readonly [string, string] | undefined, cutShort: boolean): readonly [string, string] {
  const before = did === undefined ? ['', ''] : [`${did[0]}；`, `${did[1]}; `];
  if (cutShort) {
    return [
      `${before[0]}报文较长，未能试完已知的错误，试过的都不能解释这个签名。请用较短的报文再试，或把您的签名原文与下面的逐字比较。`,
      `${before[1]}the message is so long that not every known mistake was tried, and none of those tried explains this signature. Ask with a shorter message, or compare your string to sign with the one below.`,
    ];
  }
  const count = Object.keys(allMistakes).length;
  return [
    `${before[0]}已知的 ${count} 种错误都不能解释这个签名。请核对密钥，并把您的签名原文与下面的逐字比较。`,
    `${before[1]}none of the ${count} known mistakes explains this signature. Check the keys, and compare your string to sign with the one below.`,
  ];
}

const detailed = (detail: string | undefined, language: 0 | 1): string => (detail === undefined ? '' : language === 0 ? `（${detail}）` : ` (${detail})`);
