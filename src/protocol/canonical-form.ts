/**
 * A way to write the string to sign. The rule is not published; the documented form is what most clients in the field do (see `signing-string.ts`), the
 * others differ from it in these choices. INT-110
 */
export interface CanonicalForm {
  /** Numbers and booleans inside `data`: as JSON types; as text at its first level; as text at every level. */
  readonly scalars: 'typed' | 'text-first' | 'text';
  /** How deep `data` is sorted and cleaned: at every level, or at its first only, what is nested being written as it stood. */
  readonly depth: 'deep' | 'first';
  /** How names are sorted: `B` before `a`, or after it. */
  readonly order: 'ascii' | 'caseless';
  /** Members that hold an empty text (null is always left out). */
  readonly emptyText: 'dropped' | 'kept';
  /** Members that hold an empty object or list, or an object of which nothing is left. */
  readonly hollow: 'kept' | 'dropped';
  /** What stands for `data` where it travels as `encData`: the plain data or the cipher text. */
  readonly data: 'plain' | 'cipher';
}

type Choice = keyof CanonicalForm;

/** Every choice with its values, the documented one first; the number says how unlikely the value is beside the documented one. */
const choices: { readonly [C in Choice]: readonly (readonly [value: CanonicalForm[C], unlikely: number])[] } = {
  scalars:   [['typed', 0],   ['text-first', 3], ['text', 4]],
  depth:     [['deep', 0],    ['first', 2]],
  order:     [['ascii', 0],   ['caseless', 6]],
  emptyText: [['dropped', 0], ['kept', 2]],
  hollow:    [['kept', 0],    ['dropped', 3]],
  data:      [['plain', 0],   ['cipher', 5]],
};

const names = Object.keys(choices) as Choice[];

/** All forms, the likeliest first: the documented one, then those with one choice of their own, and so on. */
export const canonicalForms: readonly CanonicalForm[] = allForms();

/** The form our own parties speak, and the only one in strict mode. */
export const [documentedForm] = canonicalForms as readonly [CanonicalForm, ...CanonicalForm[]];

/** The name of a form: its choices, such as `typed/deep/ascii/dropped/kept/plain`. */
export const formName = (form: CanonicalForm): string => names.map((choice) => form[choice]).join('/');

const byName: ReadonlyMap<string, CanonicalForm> = new Map(canonicalForms.map((form) => [formName(form), form]));

/** The form of a name; undefined where there is none. */
export const findForm = (name: string): CanonicalForm | undefined => byName.get(name);

/** The choices in which a form differs from the documented one, such as `depth: first`; for people. */
export const departures = (form: CanonicalForm): string[] => (
  names.filter((choice) => form[choice] !== documentedForm[choice]).map((choice) => `${choice}: ${form[choice]}`)
);

/**
 * Whether the signature covers what stands deep inside `data` as well as the documented form does: a number stays a number, an empty list is not the
 * same as none. What is handed on unread must be signed in such a form. INT-112
 */
export const coversOpenContent = ({ scalars, hollow }: CanonicalForm): boolean => scalars !== 'text' && hollow === 'kept';

function allForms(): CanonicalForm[] {
  let forms: { form: Partial<CanonicalForm>; unlikely: number }[] = [{ form: {}, unlikely: 0 }];
  for (const choice of names) {
    forms = forms.flatMap(({ form, unlikely }) => choices[choice].map(([value, more]) => ({ form: { ...form, [choice]: value }, unlikely: unlikely + more })));
  }
  return forms.toSorted((one, other) => one.unlikely - other.unlikely).map(({ form }) => form as CanonicalForm).filter(isPossible);
}

/** What is nested is either left as it stood or written as text, not both. */
function isPossible({ scalars, depth }: CanonicalForm): boolean {
  return scalars !== 'text' || depth === 'deep';
}
