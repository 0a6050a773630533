import { cycleLaw } from './cycle-law.js';
import { importLaws } from './import-laws.js';
import { interpretationLaw } from './interpretation-law.js';
import type { Law } from './law.js';
import { nameLaws } from './name-laws.js';
import { sizeLaws } from './size-laws.js';
import { syntaxLaws } from './syntax-laws.js';

/** Every law of the house (docs/architecture.md). Each has a fixture of its name that breaks it. */
export const LAWS: readonly Law[] = [
  ...importLaws,
  cycleLaw,
  ...sizeLaws,
  ...syntaxLaws,
  ...nameLaws,
  interpretationLaw,
];
