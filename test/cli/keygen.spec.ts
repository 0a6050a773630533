import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { nativeSm2 } from '../../src/crypto/sm2-native.js';
import { parseSm2PrivateKey, parseSm2PublicKey } from '../../src/crypto/sm2.js';
import { checkTierConfig } from '../../src/tiers/index.js';
import { openec } from './cli-process.js';
import { scratchFolder } from './scratch.js';

const folder = scratchFolder();

interface Peer { name: string; url?: string; appId: string; appSecret: string; publicKey: string }
interface Site { keys: { signingKey: string }; peers: Peer[]; listeners: { core: { port: number }; publicService: { port: number } } }

const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

/** Whether a private and a public key are a pair. */
function expectPair(privateKey: string, publicKey: string): void {
  const message = Buffer.from('甄测试', 'utf8');
  const signature = nativeSm2.sign(parseSm2PrivateKey(privateKey), message);
  expect(nativeSm2.verify(parseSm2PublicKey(publicKey), message, signature)).toBe(true);
}

describe('openec keygen', () => {
  it('prints fresh keys as JSON, nothing else', async () => {
    const [one, other] = await Promise.all([openec(['keygen']), openec(['keygen'])]);
    const keys = JSON.parse(one.stdout) as Record<string, string>;
    expect({ code: one.code, stderr: one.stderr, names: Object.keys(keys) })
      .toEqual({ code: 0, stderr: '', names: ['masterKey', 'signingKey', 'publicKey', 'credentialNumberKey'] });
    expect(keys.masterKey).toMatch(/^[0-9a-f]{64}$/);
    expect(keys.credentialNumberKey).toMatch(/^[0-9a-f]{32}$/);
    expectPair(keys.signingKey ?? '', keys.publicKey ?? '');
    expect(other.stdout).not.toBe(one.stdout);
  });

  it('writes a federation on a PostgreSQL server, with a database for each party', async () => {
    const out = join(folder, 'pg');
    const { code, stdout } = await openec([
      'keygen', '--federation', '--provinces', '35', '--out', out, '--port', '17450', '--postgres', 'postgresql://openec:a-password@db.example:5433?sslmode=verify-full',
    ]);
    expect(code).toBe(0);
    const url = 'postgresql://openec:a-password@db.example:5433/openec_province_35?sslmode=verify-full';
    const province = read<object>(join(out, 'province-35.json'));
    expect(province).toMatchObject({ database: { type: 'postgres', url } });
    expect(() => checkTierConfig('province', province)).not.toThrow();
    for (const name of ['national', 'province_35', 'insurance_system_35']) expect(stdout).toContain(`CREATE DATABASE openec_${name} TEMPLATE template0 ENCODING 'UTF8'`);
    expect(stdout).not.toContain('a-password');
  });

  it('says what address it takes, and does not repeat the one it was given', async () => {
    for (const address of ['postgresql://openec:a-password@db.example/one', 'mysql://openec:a-password@db.example']) {
      const { code, stderr } = await openec(['keygen', '--federation', '--out', join(folder, 'no'), '--postgres', address]);
      expect(code).toBe(1);
      expect(stderr).toContain('without a database');
      expect(stderr).not.toContain('a-password');
    }
  });

  it('writes a federation whose files fit together, readable by their owner only', async () => {
    const out = join(folder, 'fed');
    const { code, stdout } = await openec(['keygen', '--federation', '--provinces', '35,44,11', '--out', out, '--port', '17350']);
    expect(code).toBe(0);
    const names = readdirSync(out);
    expect(names.toSorted()).toEqual([
      'insurance-system-11.json', 'insurance-system-35.json', 'insurance-system-44.json', 'management-centre.json', 'national.json',
      'province-11.json', 'province-35.json', 'province-44.json',
    ]);
    expect(names.map((name) => statSync(join(out, name)).mode & 0o777)).toEqual(names.map(() => 0o600));
    expect(stdout).toContain(`openec province --config ${out}/province-44.json`);
    expect(stdout).toContain('openec sms-simulator --port 17365');
    const outside = { sms: { url: 'http://127.0.0.1:17365/sms' }, realName: { url: 'http://127.0.0.1:17364/real-name' } };
    expect(read(join(out, 'national.json'))).toMatchObject(outside);
    const sites = new Map<string, Site>(['national', 'province-11', 'province-35', 'province-44', 'insurance-system-35']
      .map((name) => [name, read<Site>(join(out, `${name}.json`))]));
    expect(() => checkTierConfig('national', sites.get('national') as object)).not.toThrow();
    expect(() => checkTierConfig('province', sites.get('province-44') as object)).not.toThrow();
    expectLink(sites, 'national', 'province-35');
    expectLink(sites, 'province-35', 'national');
    expectLink(sites, 'province-35', 'insurance-system-35');
    const ports = [...sites.values()].flatMap(({ listeners }) => [listeners.core.port, listeners.publicService.port]);
    expect(new Set(ports).size).toBe(ports.length);
    const centre = read<{ url: string; appId: string; privateKey: string }>(join(out, 'management-centre.json'));
    const known = sites.get('national')?.peers.find((peer) => peer.name === 'management-centre');
    expect(centre).toMatchObject({ url: 'http://127.0.0.1:17350', appId: known?.appId });
    expectPair(centre.privateKey, known?.publicKey ?? '');
  });

  it('never overwrites keys', async () => {
    const out = join(folder, 'twice');
    await openec(['keygen', '--federation', '--out', out]);
    const before = readFileSync(join(out, 'national.json'), 'utf8');
    const again = await openec(['keygen', '--federation', '--out', out]);
    expect({ code: again.code, stdout: again.stdout }).toEqual({ code: 1, stdout: '' });
    expect(again.stderr).toMatch(/national\.json exists already/);
    expect(readFileSync(join(out, 'national.json'), 'utf8')).toBe(before);
  });

  it('leaves the simulators out of a production federation', async () => {
    const out = join(folder, 'production');
    const { stdout } = await openec(['keygen', '--federation', '--out', out, '--environment', 'production']);
    expect(stdout).not.toContain('simulator');
    expect(read(join(out, 'national.json'))).toMatchObject({ environment: 'production' });
    expect(readFileSync(join(out, 'national.json'), 'utf8')).not.toMatch(/realName|realPerson|sms/);
  });

  it.each([
    [['--provinces', '99'], 'no province code'], [['--provinces', '35,35'], 'named twice'], [['--port', '70000'], '65535'],
    [['--port', '65525', '--out', 'nowhere'], 'not enough ports'], [[], '--out'],
  ])('refuses %j', async (args, why) => {
    const { code, stdout, stderr } = await openec(['keygen', '--federation', ...args]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(why);
  });
});

/** The link as one side has it: the other side's address and public key, and the APPID and SECRET that both have. */
function expectLink(sites: ReadonlyMap<string, Site>, one: string, other: string): void {
  const nameOf = (file: string): string => file.replace(/-(\d\d)$/, ':$1');
  const peer = sites.get(one)?.peers.find(({ name }) => name === nameOf(other));
  const back = sites.get(other)?.peers.find(({ name }) => name === nameOf(one));
  expect(peer).toMatchObject({ appId: back?.appId, appSecret: back?.appSecret, url: `http://127.0.0.1:${sites.get(other)?.listeners.core.port ?? 0}` });
  expectPair(sites.get(other)?.keys.signingKey ?? '', peer?.publicKey ?? '');
}
