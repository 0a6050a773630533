import fc from 'fast-check';
import { num, obj, type Json, type Obj } from './reference-writer.mjs';

/** Letters of numbers that JavaScript would change, and some that it would not. */
const anyNumber = fc.oneof(
  fc.constantFrom('1.50', '12345678901234567890', '1e400', '-0', '0', '1E+2', '0.10', '350203199001011234'), fc.integer().map(String),
).map(num);

const anyText = fc.oneof(fc.constantFrom('', ' ', '1', 'true', 'null', '1.50', '{}', '甄测试', '𫝼', 'a&b=c', '\u2028"\\/\n', '\\u7504'), fc.string({ unit: 'grapheme', maxLength: 6 }));

/** Names whose two orders differ, that JavaScript would move, that mean something elsewhere. */
const anyName = fc.oneof(
  fc.constantFrom('a', 'B', 'b', 'aB', 'ab', 'Ab', '_', 'Z', 'z', '10', '9', '1', 'data', 'key', 'extra', 'encData', '__proto__', '名', 'É', 'é'),
  fc.string({ minLength: 1, maxLength: 4 }),
);

/** Objects as clients send them in `data`: nested, with members that say nothing, numbers to the letter, names in any order. */
export const anyData: fc.Arbitrary<Obj> = fc.letrec<{ value: Json; object: Obj }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyText, anyNumber, fc.boolean(), fc.constant(null), fc.constant([]), fc.constant(obj()), fc.array(tie('value'), { maxLength: 3 }), tie('object'),
  ),
  object: fc.uniqueArray(fc.tuple(anyName, tie('value')), { maxLength: 5, selector: ([name]) => name }).map((members) => obj(...members)),
})).object;
