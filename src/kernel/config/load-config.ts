import { readFileSync } from 'node:fs';
import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';

/** The configuration does not hold; `faults` are all of them, each one sentence that names the place. Values never stand in it: they may be secrets. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`configuration: ${faults.length} fault(s)\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/** Variable name → place in the configuration and how its text is read. Each may also be given as `NAME_FILE`, a file that holds the value. */
export type EnvironmentTable = Readonly<Record<string, readonly [place: string, as: 'text' | 'number']>>;

export interface ConfigSource {
  /** JSON file; without one the environment alone speaks. */
  readonly file?: string;
  readonly variables: EnvironmentTable;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

interface Gathered {
  readonly values: Record<string, unknown>;
  readonly faults: string[];
}

const PREFIX = 'OPENEC_';

/** Reads file and environment (which wins), validates, and reports every fault at once. Throws `ConfigError`. */
export function loadConfig<C extends object>(type: ClassConstructor<C>, source: ConfigSource): C {
  const gathered: Gathered = { values: source.file === undefined ? {} : readConfigFile(source.file), faults: [] };
  applyEnvironment(gathered, source.variables, source.environment ?? process.env);
  return checkConfig(type, gathered.values, gathered.faults);
}

/** Validates a configuration given as a plain object. Throws `ConfigError` with every fault. */
export function checkConfig<C extends object>(type: ClassConstructor<C>, values: object, known: readonly string[] = []): C {
  const config = plainToInstance(type, values, { exposeDefaultValues: true });
  const errors = validateSync(config, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
  const faults = [...known, ...errors.flatMap((error) => sentences(error, ''))];
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

/** The JSON object a configuration file holds, as it stands there. Throws `ConfigError`. */
export function readConfigFile(file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw new ConfigError([`${file}: ${error instanceof SyntaxError ? 'is not JSON' : (error as Error).message}`]);
  }
  throw new ConfigError([`${file}: must hold a JSON object`]);
}

function applyEnvironment(gathered: Gathered, variables: ConfigSource['variables'], environment: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(PREFIX) || value === undefined || name === 'OPENEC_CONFIG') continue;
    const plain = name.endsWith('_FILE') && !(name in variables) ? name.slice(0, -'_FILE'.length) : name;
    if (variables[plain] === undefined) {
      gathered.faults.push(`${name}: no such variable (known: ${Object.keys(variables).join(', ')})`);
    } else if (plain !== name && environment[plain] !== undefined) {
      gathered.faults.push(`${name}: ${plain} is set as well; which of the two is meant?`);
    } else {
      const [place, as] = variables[plain];
      const text = plain === name ? value : readSecret(name, value, gathered.faults);
      setAt(gathered, place, as === 'number' && text !== undefined ? numberIn(text) : text);
    }
  }
}

/** `Number` alone reads an empty text as 0, which is a port that the operating system chooses. */
const numberIn = (text: string): number => (/^-?\d+$/.test(text.trim()) ? Number(text) : Number.NaN);

/** The fault does not repeat what the variable holds: somebody may have put the secret itself there. */
function readSecret(name: string, file: string, faults: string[]): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    faults.push(`${name}: the file it names cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
    return undefined;
  }
}

function setAt({ values, faults }: Gathered, place: string, value: unknown): void {
  const path = place.split('.');
  const last = path.pop() as string;
  let at = values;
  for (const step of path) {
    const below = at[step] ?? {};
    if (typeof below !== 'object') {
      faults.push(`${place}: the file has no object at ${step}`);
      return;
    }
    at[step] = below;
    at = below as Record<string, unknown>;
  }
  at[last] = value;
}

function sentences(error: ValidationError, above: string): string[] {
  const place = above === '' ? error.property : `${above}.${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((text) => `${place}: ${withoutName(text, error.property)}`);
  return [...new Set(own), ...(error.children ?? []).flatMap((child) => sentences(child, place))];
}

/** The library begins its sentences with the name alone; the place says more. */
function withoutName(text: string, name: string): string {
  const begins = [`property ${name} `, `${name} `].find((each) => text.startsWith(each)) ?? '';
  return text.slice(begins.length);
}
