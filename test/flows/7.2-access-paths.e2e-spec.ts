import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectRefusedWithoutTrace } from './stage/expectations.js';
import { xiamen } from './stage/places.js';

/** The address of the cast's terminals, as the dynamic library reads it. */
const MAC = 'F8-34-41-BD-E1-88';

/** What a journal says of the latest scan. */
async function latestScan({ stage }: Cast): Promise<Record<string, unknown>> {
  const sql = "SELECT detail FROM journal_entry WHERE act = 'ec.query' ORDER BY sequence DESC LIMIT 1";
  const [entry] = await stage.fujian.tier.rows<{ detail: string }>(sql);
  return JSON.parse(entry?.detail ?? '{}') as Record<string, unknown>;
}

describe.each(['both', 'https', 'dll'] as const)('7.2.1.1 各省可根据自身情况自主选择对接方式 (INT-93): a province that has opened %s', (terminalAccess) => {
  let cast: Cast;
  let citizen: Citizen;
  beforeAll(async () => {
    cast = await openStageWithCast({ provinceOverrides: { terminalAccess } });
    citizen = await cast.activated({ insuredIn: [xiamen] });
  });
  afterAll(() => cast.stage.close());

  const code = () => citizen.shows({ in: cast.stage.fujian });
  /** Every request that comes from a terminal. */
  const fromTerminal = async (saying: object): Promise<(() => Promise<unknown>)[]> => {
    const { xiamenHospital } = cast;
    const shown = await code();
    return [
      () => xiamenHospital.checksCode(shown, saying), () => xiamenHospital.scans(shown, saying),
      () => xiamenHospital.shows({ ...citizen.identity, password: citizen.password }, saying),
    ];
  };

  it('takes what terminals send over HTTPS, or refuses it by name', async () => {
    for (const act of await fromTerminal({})) {
      if (terminalAccess !== 'dll') await expect(act()).resolves.toBeDefined();
      else await expectRefusedWithoutTrace(cast.stage, act, 'forbidden', { naming: 'data.termMac', because: /dynamic library .* only/ });
    }
  });

  it('takes what the dynamic library sends, with MAC and IP of the terminal, or refuses it by name', async () => {
    for (const act of await fromTerminal({ termMac: MAC, termIp: '10.35.2.7' })) {
      if (terminalAccess !== 'https') await expect(act()).resolves.toBeDefined();
      else await expectRefusedWithoutTrace(cast.stage, act, 'forbidden', { naming: 'data.termMac', because: 'has not opened' });
    }
  });

  it('keeps path, terminal and the collected IP address in the journal of the scan', async () => {
    const { xiamenHospital } = cast;
    const byItself = terminalAccess === 'https';
    await xiamenHospital.scans(await code(), byItself ? {} : { termMac: MAC, termIp: 'fd00:35::7' });
    const { terminal, accessPath, terminalIp } = await latestScan(cast);
    expect(terminal).toBe(xiamenHospital.terminal);
    expect({ accessPath, terminalIp }).toEqual(byItself ? { accessPath: 'https' } : { accessPath: 'dll', terminalIp: 'fd00:35::7' });
  });
});

describe('7.2.1.1 b 终端MAC地址和IP地址的采集管理: by the dynamic library', () => {
  let cast: Cast;
  let citizen: Citizen;
  beforeAll(async () => {
    cast = await openStageWithCast();
    citizen = await cast.activated({ insuredIn: [xiamen] });
  });
  afterAll(() => cast.stage.close());

  it('another device with the number of a registered terminal is refused, and the code stays unused', async () => {
    const { stage, xiamenHospital } = cast;
    const code = await citizen.shows({ in: stage.fujian });
    const saying = { termMac: 'f8:34:41:bd:e1:89', termIp: '10.35.2.7' };
    const act = () => xiamenHospital.scans(code, saying);
    await expectRefusedWithoutTrace(stage, act, 'forbidden', { naming: 'data.termMac', because: 'is not that of the registered terminal' });
    await expect(xiamenHospital.scans(code, { ...saying, termMac: MAC })).resolves.toMatchObject(citizen.identity);
  });

  it.each(['', 'localhost', '10.35.2', '10.35.2.7.'])('an IP address such as %j is refused', async (termIp) => {
    const { stage, xiamenHospital } = cast;
    const code = await citizen.shows({ in: stage.fujian });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scans(code, { termMac: MAC, termIp }), 'badRequest', { naming: 'data.termIp' });
  });

  it.each(['f8:34:41:bd:e1', 'the card'])('a MAC address such as %j is refused', async (termMac) => {
    const { stage, xiamenHospital } = cast;
    const code = await citizen.shows({ in: stage.fujian });
    await expectRefusedWithoutTrace(stage, () => xiamenHospital.scans(code, { termMac, termIp: '10.35.2.7' }), 'badRequest', { naming: 'data.termMac' });
  });

  it('a terminal of another institution is refused with its own address, too', async () => {
    const { stage, xiamenHospital, xiamenPharmacy } = cast;
    const code = await citizen.shows({ in: stage.fujian });
    const act = () => xiamenHospital.scans(code, { termId: xiamenPharmacy.terminal, termMac: MAC, termIp: '10.35.2.7' });
    await expectRefusedWithoutTrace(stage, act, 'forbidden', { naming: 'data.termId', because: 'is no terminal of this institution' });
  });
});
