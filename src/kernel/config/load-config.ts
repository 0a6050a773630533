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
  const gathered: Gathered = { values: source.file === undefined ? {} : readJson(source.file), faults: [] };
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

function readJson(file: string): Record<string, unknown> {
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
      continue;
    }
    const [place, as] = variables[plain];
    const text = plain === name ? value : readSecret(name, value, gathered.faults);
    setAt(gathered.values, place, as === 'number' && text !== undefined ? Number(text) : text);
  }
}

function readSecret(name: string, file: string, faults: string[]): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    faults.push(`${name}: ${(error as Error).message}`);
    return undefined;
  }
}

function setAt(values: Record<string, unknown>, place: string, value: unknown): void {
  const path = place.split('.');
  const last = path.pop() as string;
  let at = values;
  for (const step of path) at = (at[step] ??= {}) as Record<string, unknown>;
  at[last] = value;
}

function sentences(error: ValidationError, above: string): string[] {
  const place = above === '' ? error.property : `${above}.${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((text) => `${place}: ${text.replace(new RegExp(`^(property )?${error.property} `), '')}`);
  return [...own, ...(error.children ?? []).flatMap((child) => sentences(child, place))];
}
