import { documentedForm, type CanonicalForm } from '../../protocol/canonical-form.js';
import { isLexicalObject, lexicalObject, namesOf, NumberLexeme, type LexicalObject, type LexicalValue } from '../../protocol/lexical-json.js';
import { caseless } from '../../protocol/signing-string.js';

/** What a message says, as far as it may be signed. */
export interface Said {
  /** The top-level members as they stand. */
  readonly members: LexicalObject;
  /** The plain data. */
  readonly data: LexicalObject | undefined;
  readonly appId: string;
  readonly appSecret: string;
}

type Order = 'ascii' | 'caseless' | 'sent';

/** A way to write the string to sign, right or wrong: every choice that programs are known to make. */
export interface Writing extends Pick<CanonicalForm, 'scalars' | 'depth' | 'emptyText' | 'hollow'> {
  readonly topOrder: Order;
  readonly dataOrder: Order;
  readonly data: CanonicalForm['data'] | 'absent' | 'flattened';
  readonly nulls: 'dropped' | 'kept';
  readonly numbers: 'written' | 'recomputed';
  readonly blanks: boolean;
  readonly escapes: { readonly nonAscii?: boolean; readonly slash?: boolean; readonly html?: boolean };
  readonly urlEncoded: boolean;
  /** Members that are signed beside those that should be. */
  readonly also: readonly string[];
  readonly tail: 'key' | 'none' | 'bare' | 'sorted-in' | 'app-id';
  readonly ends: string;
  /** Another secret than the application's. */
  readonly secret?: string;
  /** Top-level members and members of data that are left out. */
  readonly without: { readonly top?: string; readonly data?: string };
}

/** A canonical form as a writing. */
export const writingOf = ({ order, ...form }: CanonicalForm): Writing => ({
  ...form, topOrder: order, dataOrder: order, nulls: 'dropped', numbers: 'written', blanks: false, escapes: {}, urlEncoded: false, also: [], tail: 'key', ends: '',
  without: {},
});

export const documentedWriting = writingOf(documentedForm);

/** The string to sign as this writing has it; for the documented one the same as `signingString`. */
export function written({ members, data, appId, appSecret }: Said, writing: Writing): string {
  const secret = writing.secret ?? appSecret;
  const signed = lexicalObject();
  for (const name of namesOf(members)) if (mayBeSigned(name, writing)) signed[name] = members[name];
  if (writing.data === 'cipher' && typeof members.encData === 'string') signed.data = members.encData;
  else if (writing.data === 'flattened') Object.assign(signed, data);
  else if (data !== undefined && writing.data !== 'absent') signed.data = data;
  if (writing.tail === 'sorted-in') signed.key = secret;
  const pen = new Pen(writing);
  const parts = pen.names(signed, writing.topOrder, -1).map((name) => `${name}=${pen.plain(signed[name])}`);
  return `${parts.join('&')}${tailOf(writing, secret, appId)}${writing.ends}`;
}

function mayBeSigned(name: string, { also, without }: Writing): boolean {
  if (name === 'data' || name === without.top) return false;
  return also.includes(name) || (name !== 'signData' && name !== 'encData' && name !== 'extra');
}

function tailOf({ tail }: Writing, secret: string, appId: string): string {
  if (tail === 'key') return `&key=${secret}`;
  if (tail === 'app-id') return `&key=${appId}`;
  return tail === 'bare' ? secret : '';
}

class Pen {
  constructor(private readonly writing: Writing) {}

  plain(value: LexicalValue): string {
    const text = typeof value === 'string' ? value : this.json(value, 0);
    return this.writing.urlEncoded ? encodeURIComponent(text) : text;
  }

  names(members: LexicalObject, order: Order, level: number): string[] {
    const { emptyText, nulls, hollow, without } = this.writing;
    const saying = namesOf(members).filter((name) => {
      const value = members[name];
      if (level === 0 && name === without.data) return false;
      if (value === null) return nulls === 'kept';
      return (value !== '' || emptyText === 'kept') && (hollow === 'kept' || !this.isHollow(value, level + 1));
    });
    if (order === 'sent') return saying;
    return order === 'ascii' ? saying.sort() : saying.sort(caseless);
  }

  /** `asItStood`: inside of what is written without being sorted or cleaned. */
  private json(value: LexicalValue, level: number, asItStood = false): string {
    if (typeof value === 'string') return this.text(value);
    if (value instanceof NumberLexeme || typeof value === 'boolean') return this.scalar(value, asItStood ? -1 : level);
    if (value === null) return 'null';
    const raw = asItStood || this.isUntouched(level);
    const [comma, colon] = this.writing.blanks ? [', ', ': '] : [',', ':'];
    if (Array.isArray(value)) return `[${value.map((each) => this.json(each, level + 1, raw)).join(comma)}]`;
    const names = raw ? namesOf(value) : this.names(value, this.writing.dataOrder, level);
    return `{${names.map((name) => `${this.text(name)}${colon}${this.json(value[name], level + 1, raw)}`).join(comma)}}`;
  }

  private text(value: string): string {
    const { nonAscii, slash, html } = this.writing.escapes;
    let json = JSON.stringify(value);
    if (slash) json = json.replaceAll('/', '\\/');
    if (html) json = json.replace(/[<>&]/g, unit);
    // oxlint-disable-next-line no-control-regex -- the ASCII range is meant
    return nonAscii ? json.replace(/[^\x00-\x7f]/g, unit) : json;
  }

  private scalar(value: NumberLexeme | boolean, level: number): string {
    const { scalars, numbers } = this.writing;
    const plain = value instanceof NumberLexeme ? (numbers === 'recomputed' ? String(Number(value.text)) : value.text) : String(value);
    const asText = scalars === 'text' ? level >= 1 : scalars === 'text-first' && level === 1;
    return asText ? `"${plain}"` : plain;
  }

  private isHollow(value: LexicalValue, level: number): boolean {
    if (Array.isArray(value)) return value.length === 0;
    if (!isLexicalObject(value)) return false;
    return (this.isUntouched(level) ? namesOf(value) : this.names(value, 'sent', level)).length === 0;
  }

  private isUntouched(level: number): boolean {
    return this.writing.depth === 'first' && level >= 1;
  }
}

const unit = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
