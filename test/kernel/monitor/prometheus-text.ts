/** One sample of the text format of Prometheus (exposition format 0.0.4). */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const LABEL = String.raw`([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"`;
const SAMPLE = new RegExp(`^(${NAME})(?:\\{((?:${LABEL.replace(/\((?!\?)/g, '(?:')},?)*)\\})? (\\S+)$`);
const VALUE = /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|[+-]Inf|NaN)$/i;
const KINDS = ['counter', 'gauge', 'histogram'];

/** Reads the text as a scraper would. Throws at a line it cannot read, at a sample whose type was not said before it, and at one that stands twice. */
export function parsePrometheusText(text: string): Sample[] {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const types = new Map<string, string>();
  const seen = new Set<string>();
  return text.split('\n').flatMap((line) => {
    const [, kind, name, rest = ''] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (kind === 'TYPE') declare(types, name, rest);
    if (line === '' || kind !== undefined) return [];
    const sample = readSample(line);
    if (familyOf(types, sample.name) === undefined) throw new Error(`no type was said before ${line}`);
    const key = [sample.name, ...Object.entries(sample.labels).map(([label, value]) => `${label}=${value}`).toSorted((a, b) => (a < b ? -1 : 1))].join(' ');
    if (seen.has(key)) throw new Error(`stands twice: ${line}`);
    seen.add(key);
    return [sample];
  });
}

function declare(types: Map<string, string>, name: string, type: string): void {
  if (types.has(name) || !KINDS.includes(type)) throw new Error(`type of ${name}: ${type}`);
  types.set(name, type);
}

function readSample(line: string): Sample {
  const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
  if (name === undefined || !VALUE.test(value)) throw new Error(`no sample: ${line}`);
  const pairs = [...labels.matchAll(new RegExp(LABEL, 'g'))].map(([, label, text]) => [label, text] as const);
  return { name, labels: Object.fromEntries(pairs), value: Number(value.replace('Inf', 'Infinity')) };
}

function familyOf(types: ReadonlyMap<string, string>, name: string): string | undefined {
  return types.get(name) ?? (types.get(name.replace(/_(bucket|sum|count)$/, '')) === 'histogram' ? 'histogram' : undefined);
}

/** The samples of one name that have these labels. */
export function samplesOf(samples: readonly Sample[], name: string, labels: Readonly<Record<string, string>> = {}): Sample[] {
  return samples.filter((each) => each.name === name && Object.entries(labels).every(([label, value]) => each.labels[label] === value));
}
