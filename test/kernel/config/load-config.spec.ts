import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkConfig, ConfigError, loadConfig } from '../../../src/kernel/config/load-config.js';
import { NationalConfig, nationalEnvironment } from '../../../src/tiers/national-config.js';
import { ProvinceConfig, provinceEnvironment } from '../../../src/tiers/province-config.js';
import { Folder, faultsOf, nationalFile, provinceFile } from './config-texts.js';

type Environment = Readonly<Record<string, string | undefined>>;

const folder = new Folder();
afterAll(() => folder.remove());

const national = (file: object | undefined, environment: Environment = {}): NationalConfig =>
  loadConfig(NationalConfig, { file: file && folder.file('national.json', file), variables: nationalEnvironment, environment });
const province = (file: object, environment: Environment = {}): ProvinceConfig =>
  loadConfig(ProvinceConfig, { file: folder.file('province.json', file), variables: provinceEnvironment, environment });

const CANARY = 'canary-4f1d8e';
const HEX = 'ab'.repeat(32);

describe('a configuration from file and environment', () => {
  it('holds what the file says, and defaults where it says nothing', () => {
    const { environment: _, ...file } = nationalFile();
    const config = national(file);
    expect(config).toBeInstanceOf(NationalConfig);
    expect(config.listeners).toEqual({ core: { host: '127.0.0.1', port: 7351 }, publicService: { host: '127.0.0.1', port: 7352 } });
    expect(config).toMatchObject({
      environment: 'production', freshnessSeconds: 600, handlingSeconds: 1800, log: { level: 'info' }, sm2Engine: 'wasm', realName: { timeoutMs: 5000 },
      outbox: { firstRetryMs: 500, longestRetryMs: 30_000, attemptsWhenRefused: 5, attemptsWhenUnreachable: 2880 },
    });
    expect(config.peers.map((peer) => [peer.name, peer.timeoutMs])).toEqual([['management-centre', 4000], ['province:35', 4000]]);
    expect(province(provinceFile())).toMatchObject({ province: '35', lifetimes: { code: 60, display: 1800, token: 1800 }, resumeSettlementsAfterSeconds: 30 });
  });

  it('lets the environment win over the file', () => {
    const config = national(nationalFile(), {
      OPENEC_ENVIRONMENT: 'sandbox', OPENEC_CORE_HOST: '0.0.0.0', OPENEC_CORE_PORT: '8001', OPENEC_PUBLIC_SERVICE_HOST: '::', OPENEC_PUBLIC_SERVICE_PORT: '8002',
      OPENEC_DATABASE_FILE: '/data/national.db', OPENEC_MASTER_KEY: HEX, OPENEC_LOG_LEVEL: 'warn', OPENEC_CREDENTIAL_NUMBER_KEY: HEX.slice(32),
      OPENEC_REAL_NAME_URL: 'http://names.example:80', OPENEC_REAL_PERSON_URL: 'https://faces.example', UNRELATED: 'x', OPENEC_CONFIG: '/etc/openec.json',
      OPENEC_SM2_ENGINE: 'native',
    });
    expect(config).toMatchObject({
      environment: 'sandbox', listeners: { core: { host: '0.0.0.0', port: 8001 }, publicService: { host: '::', port: 8002 } },
      database: { file: '/data/national.db' }, keys: { masterKey: HEX }, log: { level: 'warn' }, credentialNumberKey: HEX.slice(32),
      sm2Engine: 'native', realName: { url: 'http://names.example:80', timeoutMs: 5000 }, realPerson: { url: 'https://faces.example' },
    });
    expect(province(provinceFile(), { OPENEC_PROVINCE: '44' }).province).toBe('44');
  });

  it('does without a file, and leaves what the caller gave it as it was', () => {
    const { keys, credentialNumberKey } = nationalFile() as unknown as NationalConfig;
    const faults = faultsOf(() => national(undefined, { OPENEC_MASTER_KEY: keys.masterKey, OPENEC_SIGNING_KEY: keys.signingKey,
      OPENEC_CREDENTIAL_NUMBER_KEY: credentialNumberKey, OPENEC_CORE_PORT: '1', OPENEC_PUBLIC_SERVICE_PORT: '2', OPENEC_DATABASE_FILE: 'x.db' }));
    expect(faults).toEqual(['mode: must be equal to national']);
    const values = Object.freeze(nationalFile());
    checkConfig(NationalConfig, values);
    expect(values).toEqual(nationalFile());
  });

  it('reads a secret from the file that NAME_FILE names, without the newline at its end', () => {
    const file = folder.file('master-key', `${HEX}\n`);
    expect(national(nationalFile(), { OPENEC_MASTER_KEY_FILE: file }).keys.masterKey).toBe(HEX);
    expect(national(nationalFile(), { OPENEC_CORE_PORT_FILE: folder.file('port', '8001\n') }).listeners.core.port).toBe(8001);
  });

  it('names a variable that it does not know, and says which it knows', () => {
    const [fault, ...others] = faultsOf(() => national(nationalFile(), { OPENEC_MASTERKEY: HEX }));
    expect(others).toEqual([]);
    expect(fault).toMatch(/^OPENEC_MASTERKEY: no such variable \(known: .*OPENEC_MASTER_KEY/);
    expect(fault).not.toContain(HEX);
    expect(faultsOf(() => national(nationalFile(), { OPENEC_PROVINCE: '35' }))[0]).toMatch(/^OPENEC_PROVINCE: no such variable/);
    expect(faultsOf(() => national(nationalFile(), { OPENEC_MASTERKEY_FILE: '/x' }))[0]).toMatch(/^OPENEC_MASTERKEY_FILE: no such variable/);
  });

  it('refuses a secret that is given twice, and one whose file cannot be read', () => {
    expect(faultsOf(() => national(nationalFile(), { OPENEC_MASTER_KEY: HEX, OPENEC_MASTER_KEY_FILE: '/x' })))
      .toEqual(['OPENEC_MASTER_KEY_FILE: OPENEC_MASTER_KEY is set as well; which of the two is meant?']);
    // the most likely mistake is the secret itself in the place of its file
    expect(faultsOf(() => national(nationalFile(), { OPENEC_MASTER_KEY_FILE: HEX }))[0]).toBe('OPENEC_MASTER_KEY_FILE: the file it names cannot be read (ENOENT)');
  });

  it.each(['', ' ', 'eight', '80a', '0x50', '1e3', '80.5', '-1', '65536'])('takes no port from OPENEC_CORE_PORT=%j', (port) => {
    expect(faultsOf(() => national(nationalFile(), { OPENEC_CORE_PORT: port })).every((fault) => fault.startsWith('listeners.core.port: '))).toBe(true);
  });
});

describe('the faults of a configuration', () => {
  it('are reported all at once, each with its place', () => {
    const broken = { ...nationalFile(), mode: 'province', database: {}, credentialNumberKey: 'short', freshnessSeconds: 'soon', surplus: CANARY };
    const faults = faultsOf(() => national(broken, { OPENEC_LOG_LEVEL: CANARY, OPENEC_SM2_ENGINE: CANARY, OPENEC_NOTHING: CANARY, OPENEC_MASTER_KEY: CANARY }));
    const places = ['OPENEC_NOTHING', 'surplus', 'mode', 'database.file', 'credentialNumberKey', 'freshnessSeconds', 'log.level', 'sm2Engine', 'keys.masterKey'];
    for (const place of places) expect(faults.filter((fault) => fault.startsWith(`${place}: `))).not.toEqual([]);
    expect(faults.map((fault) => fault.slice(0, fault.indexOf(': '))).filter((place) => !places.includes(place))).toEqual([]);
  });

  it('are told in one message, a line for each', () => {
    expect(new ConfigError(['a: b', 'c: d']).message).toBe('configuration: 2 fault(s)\n  - a: b\n  - c: d');
  });

  it('name what is missing altogether', () => {
    const places = faultsOf(() => checkConfig(NationalConfig, {})).map((fault) => fault.split(':')[0]);
    expect(places.toSorted()).toEqual(['credentialNumberKey', 'database', 'keys', 'listeners', 'mode']);
    const listeners = faultsOf(() => checkConfig(NationalConfig, nationalFile({ listeners: { core: { port: 1 } } })));
    expect(listeners).toEqual(['listeners.publicService: must be an object']);
  });

  it.each([[null], ['text'], [7], [[]], [[{}]]])('name a section that is %j', (value) => {
    for (const section of ['listeners', 'database', 'keys', 'outbox', 'log', 'realName']) {
      expect(faultsOf(() => checkConfig(NationalConfig, nationalFile({ [section]: value })))).toContain(`${section}: must be an object`);
    }
  });

  it('name null where a value may be left out', () => {
    expect(faultsOf(() => checkConfig(NationalConfig, nationalFile({ realName: { url: null } })))[0]).toMatch(/^realName\.url: /);
    const listeners = { core: { port: 1, tls: null }, publicService: { port: 2 } };
    expect(faultsOf(() => checkConfig(NationalConfig, nationalFile({ listeners })))).toEqual(['listeners.core.tls: must be an object']);
  });

  it('name keys that are none, without showing them', () => {
    const { keys } = nationalFile() as { keys: object };
    const signingKey = Buffer.from(CANARY).toString('base64');
    const faults = faultsOf(() => checkConfig(NationalConfig, nationalFile({ keys: { ...keys, signingKey } })));
    expect(faults).toEqual([expect.stringMatching(/^keys\.signingKey: An SM2 private key has 32 bytes/)]);
    expect(faults.join()).not.toContain(signingKey);
  });

  it('name a section of the file that the environment could not enter, without showing it', () => {
    const faults = faultsOf(() => national(nationalFile({ keys: CANARY }), { OPENEC_MASTER_KEY: HEX }));
    expect(faults).toContain('keys.masterKey: the file has no object at keys');
    expect(faults.join()).not.toContain(CANARY);
  });

  it('name the file that is none', () => {
    const load = (file: string) => () => loadConfig(NationalConfig, { file, variables: nationalEnvironment, environment: {} });
    expect(faultsOf(load(join(folder.path, 'missing.json')))[0]).toContain('missing.json: ENOENT');
    expect(faultsOf(load(folder.file('broken.json', `{"keys": ${CANARY}}`)))).toEqual([expect.stringMatching(/broken\.json: is not JSON$/)]);
    expect(faultsOf(load(folder.file('list.json', '[]')))).toEqual([expect.stringMatching(/list\.json: must hold a JSON object$/)]);
  });

  it('never show a value, whatever stands where (1,000 broken configurations)', () => {
    const places = placesOf(nationalFile());
    fc.assert(fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }), fc.boolean(), (place, value, canary) => {
      const file = withValueAt(nationalFile(), place, canary ? CANARY : value);
      try {
        checkConfig(NationalConfig, file);
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        expect((error as Error).message).not.toContain(CANARY);
      }
    }), { numRuns: 1000 });
  });

  it.each([
    ['a name twice', { name: 'province:35', kind: 'province', appId: 'B'.repeat(32) }, 'peers: two peers have the same name'],
    ['an appId twice', { name: 'province:44', kind: 'province', appId: undefined }, 'peers: two peers have the same appId'],
    ['a name of another kind', { name: 'national', kind: 'province', appId: 'B'.repeat(32) }, 'peers.2.name: must begin with the kind of the peer'],
  ])('name peers with %s: one would speak for the other', (_what, changes, expected) => {
    const { peers, ...rest } = nationalFile() as { peers: { appId: string }[] };
    const twin = { ...peers[1], ...changes, appId: changes.appId ?? peers[1].appId };
    expect(faultsOf(() => checkConfig(NationalConfig, { ...rest, peers: [...peers, twin] }))).toContain(expected);
  });
});

describe('reading the environment', () => {
  it('does not happen at import: a broken environment hurts nobody who only imports', () => {
    const { OPENEC_CORE_PORT: before } = process.env;
    process.env.OPENEC_CORE_PORT = '8765';
    try {
      expect(loadConfig(NationalConfig, { file: folder.file('now.json', nationalFile()), variables: nationalEnvironment }).listeners.core.port).toBe(8765);
    } finally {
      if (before === undefined) delete process.env.OPENEC_CORE_PORT;
      else process.env.OPENEC_CORE_PORT = before;
    }
  });

  it('stands in one source file alone', () => {
    const found = execFileSync('grep', ['-rlE', 'process\\.env|process\\[.env', 'src'], { encoding: 'utf8' }).trim();
    expect(found).toBe('src/kernel/config/load-config.ts');
  });
});

function placesOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return [[...path], ...Object.entries(value).flatMap(([name, each]) => placesOf(each, [...path, name]))].filter((place) => place.length > 0);
}

function withValueAt(file: Record<string, unknown>, place: readonly string[], value: unknown): Record<string, unknown> {
  const above = place.slice(0, -1).reduce<Record<string, unknown>>((at, step) => at[step] as Record<string, unknown>, file);
  above[place.at(-1) as string] = value;
  return file;
}
