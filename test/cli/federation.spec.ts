import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { callerKeys, drawFederationKeys, drawPartyKeys } from '../../src/cli/federation-keys.js';
import { planFederation, portsNeeded } from '../../src/cli/federation-plan.js';
import { startFederation, type Federation, type FederationOptions } from '../../src/cli/federation.js';
import { TransactionClient } from '../../src/client/transaction-client.js';
import { generateSm2KeyPair } from '../../src/crypto/sm2.js';
import { keyRing } from '../../src/protocol/key-ring.js';
import { transactions } from '../../src/protocol/transactions/index.js';
import { scratchFolder } from './scratch.js';

const folder = scratchFolder();

const started: Federation[] = [];

afterEach(async () => { await Promise.all(started.map((each) => each.stop())); });

async function begin(options: FederationOptions): Promise<Federation> {
  const federation = await startFederation(options);
  started.push(federation);
  return federation;
}

/** The management centre registers a channel, and every province is told. */
async function registerChannel(federation: Federation, heard = true): Promise<void> {
  const { national, plan } = federation;
  const centre = new TransactionClient({
    url: national.coreUrl, keys: keyRing(plan.managementCentre), travel: { signType: 'SM2', encType: 'SM4' }, now: () => Date.now(),
    newRequestId: () => randomUUID(),
  });
  const publicKey = generateSm2KeyPair().publicKey.toBase64();
  await centre.call(transactions.registerChannel, { publicKey, signTypes: ['SM2'], encTypes: ['SM4'], name: '演示渠道', kind: 'official' });
  centre.close();
  if (heard) await allDelivered(federation);
}

async function allDelivered({ national, provinces }: Federation): Promise<void> {
  for (let turn = 0; turn < 200 && (await national.kernel.outbox.backlog()).pending > 0; turn += 1) await pause(20);
  expect(await national.kernel.outbox.backlog()).toMatchObject({ pending: 0, stalled: 0 });
  const heads = await Promise.all(Object.values(provinces).map((tier) => tier.kernel.journal.head()));
  expect(heads.every(({ sequence }) => sequence > 0)).toBe(true);
}

describe('a federation', () => {
  it('starts again at other ports with the keys and databases it had', async () => {
    const dataDir = join(folder, 'again');
    const keys = drawFederationKeys(['35', '44']);
    const first = await begin({ provinces: ['35', '44'], dataDir, keys });
    await registerChannel(first);
    await first.stop();
    const second = await begin({ provinces: ['35', '44'], dataDir, keys });
    await registerChannel(second);
    expect((await second.provinces['35']?.kernel.journal.head())?.sequence).toBe(2);
    expect(second.national.coreUrl).not.toBe(first.national.coreUrl);
    await second.stop();
  });

  it('that cannot start whole is stopped whole', async () => {
    const dataDir = join(folder, 'broken');
    const keys = drawFederationKeys(['35']);
    await (await begin({ provinces: ['35'], dataDir, keys })).stop();
    const parties = { ...keys.parties, 'insurance-system:35': drawPartyKeys() };
    await expect(startFederation({ provinces: ['35'], dataDir, keys: { ...keys, parties } })).rejects.toThrow(/master key is wrong/);
    // whoever closes a database takes its side files along
    expect(readdirSync(dataDir).filter((name) => !name.endsWith('.db'))).toEqual([]);
  });
});

describe('a province that is away for a moment', () => {
  it('comes back at its addresses with what it knew, and hears what was said meanwhile', async () => {
    const federation = await begin({ provinces: ['35'], dataDir: join(folder, 'away'), overrides: { outbox: { firstRetryMs: 50 } } });
    const before = federation.provinces['35'];
    await registerChannel(federation);
    await federation.whileAway('35', async () => {
      await expect(fetch(`${before?.coreUrl}/health`)).rejects.toThrow('fetch failed');
      await expect(registerChannel(federation, false)).resolves.toBeUndefined();
    });
    expect(federation.provinces['35']).toMatchObject({ coreUrl: before?.coreUrl, publicServiceUrl: before?.publicServiceUrl });
    await allDelivered(federation);
    expect((await federation.provinces['35']?.kernel.journal.head())?.sequence).toBe(2);
  });

  it('is not left running when the federation is stopped meanwhile', async () => {
    const federation = await begin({ provinces: ['35'], dataDir: join(folder, 'stopped') });
    const stopping = federation.whileAway('35', async () => { void federation.stop(); });
    await stopping;
    await federation.stop();
    await expect(federation.whileAway('35', () => Promise.resolve())).rejects.toThrow('being stopped');
    await expect(fetch(`${federation.provinces['35']?.coreUrl}/health`)).rejects.toThrow('fetch failed');
  });
});

describe('a plan', () => {
  const wish = { provinces: ['35', '44'], dataDir: undefined, environment: 'demo' as const, logLevel: 'silent' };

  it('gives every tier two ports of its own and needs neither more nor fewer', () => {
    const ports = Array.from({ length: portsNeeded(2) }, (_, index) => 7_000 + index);
    const { national, provinces, insuranceSystems } = planFederation({ ...wish, ports });
    const used = [national, ...Object.values(provinces), ...Object.values(insuranceSystems)].flatMap((config) => {
      const { listeners } = config as { listeners: { core: { port: number }; publicService: { port: number } } };
      return [listeners.core.port, listeners.publicService.port];
    });
    expect(used.toSorted((one, other) => one - other)).toEqual(ports);
    expect(() => planFederation({ ...wish, ports: ports.slice(1) })).toThrow(/10 ports are needed, 9 were given/);
  });

  it('knows which keys belong to which link, and no link that is not there', () => {
    const keys = drawFederationKeys(['35', '44']);
    expect(callerKeys(keys, 'province:35', 'national').appId).toBe(callerKeys(keys, 'national', 'province:35').appId);
    expect(callerKeys(keys, 'province:44', 'national').appId).not.toBe(callerKeys(keys, 'province:35', 'national').appId);
    expect(() => callerKeys(keys, 'province:35', 'province:44')).toThrow(/no link/);
  });
});
