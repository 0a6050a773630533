import { FormatError } from '../identifiers.js';
import { isLexicalObject, namesOf, parseLexicalJson, writeLexicalJson, type LexicalValue } from '../lexical-json.js';
import { isNothing, type FieldType } from '../shape.js';

/** What may be said of one business, in characters of its JSON text. */
export const LONGEST_CONTENT = 4_000;

/**
 * 经办内容 (6.3): what the business is about, in the words of the institution and the local core business system. A JSON object on the wire, its JSON text
 * inside, number lexemes unchanged; the mid-platform hands it on and does not read it. INT-112: members that say nothing are left out, since no
 * signature covers them and anybody on the way could have put them there.
 */
export const businessContentField: FieldType<string> = {
  type: 'Json', length: LONGEST_CONTENT, open: true,
  read(value) {
    if (!isLexicalObject(value)) throw new FormatError('must be an object');
    const text = saying(value);
    if (text.length > LONGEST_CONTENT) throw new FormatError(`longer than ${LONGEST_CONTENT} characters`);
    return text;
  },
  write: (text) => parseLexicalJson(text),
};

function saying(value: LexicalValue): string {
  if (Array.isArray(value)) return `[${value.map(saying).join(',')}]`;
  if (!isLexicalObject(value)) return writeLexicalJson(value);
  return `{${namesOf(value).filter((name) => !isNothing(value[name])).map((name) => `${JSON.stringify(name)}:${saying(value[name])}`).join(',')}}`;
}
