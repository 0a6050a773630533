import type { SeenHop } from './hop-log.js';
import { placed } from './hop-log.js';
import { displayWidth, padLeft, padRight, wrapped } from '../display-width.js';
import type { Paint } from './paint.js';

/** What is said, in Chinese first and in English second. */
export type Words = readonly [chinese: string, english: string];

/** What an act is called, and what it plays: the clauses and what they ask for, in one sentence. */
export interface Act {
  readonly title: Words;
  readonly clause: string;
  readonly plays: Words;
}

/** Lines are made for terminals between these, in columns; the narrowest line of a transaction needs them all. */
const NARROWEST = 80;
const WIDEST = 120;
/** Where nobody says how wide the terminal is: a pipe, a file. */
const USUAL = 100;

const MARGIN = '   ';
const FROM = 12;
const TO = 8;
const TRANSACTION = 23;
const DURATION = 7;
const CLAUSE = 11;
/** The longest text of table C.4 that is told in the story, with its number. */
const LONGEST_VERDICT = 31;
const BEFORE_VERDICT = MARGIN.length + FROM + ' → '.length + TO + 1 + TRANSACTION + 1;
const AFTER_VERDICT = 1 + DURATION + 2 + CLAUSE;

/** Tells the story, line by line. */
export class Narrator {
  private readonly names = new Map<string, string>();
  private readonly columns: number;
  private readonly verdict: number;

  constructor(readonly paint: Paint, private readonly write: (line: string) => void, columns = USUAL) {
    this.columns = Math.min(WIDEST, Math.max(NARROWEST, columns));
    this.verdict = Math.min(LONGEST_VERDICT, this.columns - BEFORE_VERDICT - AFTER_VERDICT);
  }

  /** From now on the party is called by a name of at most eight columns. */
  name(party: string, short: string): void {
    this.names.set(party, short);
  }

  line(text = ''): void {
    this.write(text);
  }

  /** A paragraph in both languages. */
  paragraph([chinese, english]: Words): void {
    for (const line of wrapped(chinese, this.columns)) this.write(line);
    for (const line of wrapped(english, this.columns)) this.write(this.paint.dim(line));
  }

  /** The title of an act before a rule. */
  heading([chinese, english]: Words): void {
    const title = `━━ ${chinese} · ${english} `;
    this.write('');
    this.write(`${this.paint.bold(this.paint.cyan(title))}${this.paint.cyan('━'.repeat(Math.max(3, this.columns - displayWidth(title))))}`);
  }

  /** The title of an act, and below it the clause it plays. */
  act({ title, clause, plays: [chinese, english] }: Act): void {
    this.heading(title);
    this.apart(' ', [`条款 ${clause}：${chinese}`, `Clause${clause.includes(',') ? 's' : ''} ${clause}: ${english}`]);
  }

  /** What is about to be done. */
  step(words: Words): void {
    this.write('');
    this.together(this.paint.bold('▸'), words, (text) => this.paint.bold(text));
  }

  /** An outcome that was as the standard says, with its clause. */
  held([chinese, english]: Words, clause: string): void {
    this.together(this.paint.green('✓'), [`${chinese}（${clause}）`, english]);
  }

  /** A remark. */
  note(words: Words): void {
    this.together(' ', words);
  }

  /** What the columns of the transactions are. */
  hopColumns(): void {
    const who = `${MARGIN}${padRight('谁 who', FROM)} → ${padRight('对谁 to', TO)} ${padRight('交易 transaction', TRANSACTION)} `;
    const verdict = displayWidth('结果 verdict') <= this.verdict ? '结果 verdict' : '结果';
    this.write(this.paint.dim(`${who}${padRight(verdict, this.verdict)} ${padLeft('耗时', DURATION)}  条款 clause`));
  }

  /** Transactions as aligned lines, in the order in which they began. */
  hops(hops: readonly SeenHop[]): void {
    for (const { hop, depth } of placed(hops)) this.hop(hop, depth);
  }

  /** The name a party is called by. */
  nameOf(party: string): string {
    return this.names.get(party) ?? party;
  }

  /** One line; where the words of the verdict do not fit into it, they stand below its number. */
  private hop(hop: SeenHop, depth: number): void {
    const whole = `${hop.code} ${hop.text}`;
    const fits = displayWidth(whole) <= this.verdict;
    const colour = (text: string): string => (hop.code === 0 ? this.paint.green(text) : this.paint.yellow(text));
    const parties = `${MARGIN}${padRight(' '.repeat(depth) + this.nameOf(hop.from), FROM)} → ${padRight(this.nameOf(hop.to), TO)}`;
    const verdict = colour(padRight(fits ? whole : String(hop.code), this.verdict));
    this.write(`${parties} ${padRight(hop.transType, TRANSACTION)} ${verdict} ${padLeft(duration(hop.ms), DURATION)}  ${this.paint.dim(hop.clause)}`);
    if (!fits) this.write(`${' '.repeat(BEFORE_VERDICT)}${colour(hop.text)}`);
  }

  /** Both languages on one line where they fit, else apart. */
  private together(mark: string, words: Words, emphasise?: (text: string) => string): void {
    const [chinese, english] = words;
    const fits = displayWidth(`${chinese} · ${english}`) <= this.columns - MARGIN.length;
    if (fits) this.write(` ${mark} ${emphasise?.(chinese) ?? chinese} ${this.paint.dim(`· ${english}`)}`);
    else this.apart(mark, words, emphasise);
  }

  /** Each language on a line of its own, or on several. */
  private apart(mark: string, [chinese, english]: Words, emphasise = (text: string): string => text): void {
    const room = this.columns - MARGIN.length;
    wrapped(chinese, room).forEach((line, index) => this.write(`${index === 0 ? ` ${mark} ` : MARGIN}${emphasise(line)}`));
    for (const line of wrapped(english, room)) this.write(`${MARGIN}${this.paint.dim(line)}`);
  }
}

const duration = (ms: number): string => `${ms < 99.95 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
