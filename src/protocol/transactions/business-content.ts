import { FormatError } from '../identifiers.js';
import { isLexicalObject, parseLexicalJson, writeLexicalJson } from '../lexical-json.js';
import type { FieldType } from '../shape.js';

/** What may be said of one business, in characters of its JSON text. */
export const LONGEST_CONTENT = 4_000;

/**
 * 经办内容 (6.3): what the business is about, in the words of the institution and the local core business system. A JSON object on the wire, its JSON text
 * inside, number lexemes unchanged; the mid-platform hands it on and does not read it.
 */
export const businessContentField: FieldType<string> = {
  type: 'Json', length: LONGEST_CONTENT,
  read(value) {
    if (!isLexicalObject(value)) throw new FormatError('must be an object');
    const text = writeLexicalJson(value);
    if (text.length > LONGEST_CONTENT) throw new FormatError(`longer than ${LONGEST_CONTENT} characters`);
    return text;
  },
  write: (text) => parseLexicalJson(text),
};
