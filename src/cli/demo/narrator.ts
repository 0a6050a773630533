import type { SeenHop } from './hop-log.js';
import { placed } from './hop-log.js';
import { displayWidth, padLeft, padRight } from '../display-width.js';
import type { Paint } from './paint.js';

/** What is said, in Chinese first and in English second. */
export type Words = readonly [chinese: string, english: string];

/** Lines are made for a terminal of so many columns. */
const COLUMNS = 100;
const FROM = 13;
const TO = 9;
const TRANSACTION = 23;
const VERDICT = 25;
const DURATION = 7;

/** Tells the story, line by line. */
export class Narrator {
  private readonly names = new Map<string, string>();

  constructor(readonly paint: Paint, private readonly write: (line: string) => void) {}

  /** From now on the party is called by a name of at most eight columns. */
  name(party: string, short: string): void {
    this.names.set(party, short);
  }

  line(text = ''): void {
    this.write(text);
  }

  /** The title of an act between rules, with the clause it follows. */
  heading([chinese, english]: Words, clause: string): void {
    const title = `━━ ${chinese} · ${english} `;
    const end = clause === '' ? '' : ` ${clause}`;
    const rule = '━'.repeat(Math.max(3, COLUMNS - displayWidth(title) - displayWidth(end)));
    this.write('');
    this.write(`${this.paint.bold(this.paint.cyan(title))}${this.paint.cyan(rule + end)}`);
  }

  /** What is about to be done. */
  step(words: Words): void {
    this.write('');
    this.bilingual(this.paint.bold('▸'), words, (text) => this.paint.bold(text));
  }

  /** An outcome that was as the standard says, with its clause. */
  held([chinese, english]: Words, clause: string): void {
    this.bilingual(this.paint.green('✓'), [`${chinese}（${clause}）`, english], (text) => text);
  }

  /** A remark. */
  note(words: Words): void {
    this.bilingual(' ', words, (text) => text);
  }

  /** What the columns of the transactions are. */
  hopColumns(): void {
    const from = `   ${padRight('谁 who', FROM)} → ${padRight('对谁 whom', TO)} ${padRight('交易 transaction', TRANSACTION)} `;
    this.write('');
    this.write(this.paint.dim(`${from}${padRight('结果 verdict', VERDICT)} ${padLeft('耗时', DURATION)}  条款 clause`));
  }

  /** Transactions as aligned lines, in the order in which they began. */
  hops(hops: readonly SeenHop[]): void {
    for (const { hop, depth } of placed(hops)) this.write(this.hopLine(hop, depth));
  }

  private hopLine(hop: SeenHop, depth: number): string {
    const from = padRight(' '.repeat(depth) + this.nameOf(hop.from), FROM);
    const verdict = padRight(`${hop.code} ${hop.text}`, VERDICT);
    const coloured = hop.code === 0 ? this.paint.green(verdict) : this.paint.yellow(verdict);
    const parties = `   ${from} → ${padRight(this.nameOf(hop.to), TO)}`;
    return `${parties} ${padRight(hop.transType, TRANSACTION)} ${coloured} ${padLeft(duration(hop.ms), DURATION)}  ${this.paint.dim(hop.clause)}`;
  }

  /** The name a party is called by. */
  nameOf(party: string): string {
    return this.names.get(party) ?? party;
  }

  /** On one line where both languages fit, else on two. */
  private bilingual(mark: string, [chinese, english]: Words, emphasise: (text: string) => string): void {
    const fits = 3 + displayWidth(chinese) + 3 + displayWidth(english) <= COLUMNS;
    if (fits) this.write(` ${mark} ${emphasise(chinese)} ${this.paint.dim(`· ${english}`)}`);
    else for (const line of [` ${mark} ${emphasise(chinese)}`, `   ${this.paint.dim(english)}`]) this.write(line);
  }
}

const duration = (ms: number): string => `${ms < 99.95 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
