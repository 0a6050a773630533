import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseTerminalFilingNumber } from '../../src/protocol/identifiers.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { letsIn } from './stage/centre-staff.js';
import type { CentreUser } from './stage/centre-user.js';
import type { Citizen } from './stage/citizen.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
let citizen: Citizen;
/** 厦门市: registers the terminals of its institutions. */
let registrar: CentreUser;
beforeAll(async () => {
  cast = await openStageWithCast({ onFiles: true });
  citizen = await cast.activated({ insuredIn: [xiamen] });
  registrar = await letsIn(cast.stage.national, 'dengji.xiamen', 'city:350200', ['register', 'audit']);
  await registrar.logsIn();
});
afterAll(() => cast.stage.close());

interface Terminal {
  readonly filingNumber: string;
  readonly standing: string;
}

let devices = 0;
/** The address of a device that nobody has registered (RFC 7042, for documentation). */
const device = (): string => {
  devices += 1;
  return `00:00:5e:00:53:${devices.toString(16).padStart(2, '0')}`;
};
const described = (saying: object = {}) => ({
  orgId: cast.xiamenHospital.orgId, name: '挂号自助终端', purpose: '用于患者自助进行挂号等操作', version: '1.2', developer: '示例开发有限公司', kind: 'self-service', mac: device(),
  ...saying,
});
const registers = (saying?: object) => registrar.asks<Terminal>('POST', 'terminals', described(saying));
const operates = (filingNumber: string, act: 'suspension' | 'resumption' | 'retirement') => (
  registrar.asks<Terminal>('POST', `terminals/${filingNumber}/${act}`, { reason: '示例原因' })
);
const scansAt = async (termId: string) => cast.xiamenHospital.scans(await citizen.shows({ in: cast.stage.fujian }), { termId });

describe('表1 终端登记信息', () => {
  it('are eight fields, of which the centre assigns the filing number, the day and the name of the institution; the province has all of them', async () => {
    const { stage, xiamenHospital } = cast;
    const before = await snapshot(stage.tiers);
    const wish = described();
    const terminal = await registers(wish);
    const filingNumber = parseTerminalFilingNumber(terminal.filingNumber);
    const record = { ...wish, filingNumber, filedOn: expect.stringMatching(/^20\d{6}$/), user: xiamenHospital.name, standing: 'active' };
    expect(terminal).toEqual(record);
    await expectChanges(stage, before, {
      'national acceptance_terminal': 1, 'national filing_number_serial': 'rewritten',
      'national outbox_entry': 1, 'national sync_lag': 1, 'national journal_entry': 1,
      'province:35 acceptance_terminal': 1, 'province:35 idempotency_record': 1, 'province:35 journal_entry': 1,
    });
    const sql = `SELECT org_id AS "orgId", name, purpose, version, using_institution AS "user", developer, filed_on AS "filedOn", mac, kind, standing,
      filing_number AS "filingNumber" FROM acceptance_terminal WHERE filing_number = ?`;
    expect(await stage.fujian.tier.rows(sql, [terminal.filingNumber])).toEqual([record]);
    await expect(scansAt(terminal.filingNumber)).resolves.toMatchObject(citizen.identity);
  });

  it.each(['scan-gun', 'scan-pad', 'self-service'])('may be of a %s', async (kind) => {
    await expect(registers({ kind })).resolves.toMatchObject({ kind });
  });

  it.each([
    ['version', '1'], ['version', 'v1.2'], ['mac', 'f8:34:41:bd:e1'], ['kind', 'pos'], ['name', ''], ['name', '=1+1'], ['name', '挂号\n终端'], ['purpose', ' 挂号'],
    ['purpose', '挂\u200b号'], ['purpose', `长${'挂'.repeat(200)}`], ['developer', '@SUM(A1)'], ['orgId', 'H 1'],
  ])('are refused with a %s such as %j, naming the field', async (field, value) => {
    await expectRefusedWithoutTrace(cast.stage, () => registers({ [field]: value }), 'badRequest', { naming: field });
  });

  it('of an institution outside of the area, or of one that nobody knows, are not taken', async () => {
    const { stage, guangzhouHospital } = cast;
    await expectRefusedWithoutTrace(stage, () => registers({ orgId: guangzhouHospital.orgId }), 'forbidden', { naming: 'orgId' });
    await expectRefusedWithoutTrace(stage, () => registers({ orgId: 'H35020399999' }), 'institutionNotFound', { naming: 'orgId' });
  });
});

describe('2.8 终端备案号 (INT-92)', () => {
  it('stays the same for the same device said once more; other words about it are refused; elsewhere it is another terminal', async () => {
    const { stage, xiamenHospital, xiamenPharmacy } = cast;
    const wish = described();
    const terminal = await registers(wish);
    const { filingNumber } = terminal;
    expect(await registers({ ...wish, mac: wish.mac.toUpperCase().replaceAll(':', '-') })).toEqual(terminal);
    expect(await stage.centre.registersTerminal(xiamenHospital.orgId, wish)).toBe(filingNumber);
    const other = { ...wish, version: '1.3', kind: 'scan-pad' };
    await expectRefusedWithoutTrace(stage, () => registers(other), 'badRequest', { naming: 'mac', because: `as ${filingNumber} with another version, kind` });
    const byTransaction = () => stage.centre.registersTerminal(xiamenHospital.orgId, other);
    await expectRefusedWithoutTrace(stage, byTransaction, 'badRequest', { naming: 'data.mac' });
    expect((await registers({ ...wish, orgId: xiamenPharmacy.orgId })).filingNumber).not.toBe(filingNumber);
  });

  it('is unique nationwide and without gaps, also of many registered at once, by every door', async () => {
    const { stage, xiamenHospital, guangzhouHospital } = cast;
    const known = await stage.national.count('acceptance_terminal');
    const macs = Array.from({ length: 20 }, device);
    await Promise.all(macs.flatMap((mac) => [
      registers({ mac }), registers({ mac }), stage.centre.registersTerminal(xiamenHospital.orgId, described({ mac })),
      stage.centre.registersTerminal(guangzhouHospital.orgId, described({ orgId: guangzhouHospital.orgId, mac })),
    ]));
    const rows = await stage.national.rows<{ n: string }>('SELECT filing_number AS n FROM acceptance_terminal ORDER BY 1');
    const numbers = rows.map(({ n }) => parseTerminalFilingNumber(n));
    expect(numbers).toHaveLength(known + 40);
    for (const province of ['35', '44']) {
      const serials = numbers.filter((number) => number.startsWith(province)).map((number) => Number(number.slice(6, 19)));
      expect(serials).toEqual(serials.map((_each, at) => at + 1));
    }
    await stage.converged();
    for (const { tier, code } of [stage.fujian, stage.guangdong]) {
      expect(await tier.count('acceptance_terminal')).toBe(numbers.filter((number) => number.startsWith(code)).length);
    }
    await expectJournalsWhole(stage.tiers);
  }, 60_000);
});

describe('a terminal is suspended, resumed, retired', () => {
  it('suspended: its scans are -4, and the code stays unused; resumed: as before', async () => {
    const { stage, xiamenHospital } = cast;
    const { filingNumber } = await registers();
    await operates(filingNumber, 'suspension');
    await stage.converged();
    const code = await citizen.shows({ in: stage.fujian });
    const scan = () => xiamenHospital.scans(code, { termId: filingNumber });
    await expectRefusedWithoutTrace(stage, scan, 'forbidden', { naming: 'data.termId', because: 'suspended' });
    await expect(xiamenHospital.checksCode(code)).resolves.toMatchObject({ flag: '1' });
    expect(await operates(filingNumber, 'resumption')).toMatchObject({ filingNumber, standing: 'active' });
    await stage.converged();
    await expect(scan()).resolves.toMatchObject(citizen.identity);
  });

  it('retired is final; the device may be registered anew and gets another number', async () => {
    const { stage } = cast;
    const wish = described();
    const { filingNumber } = await registers(wish);
    await operates(filingNumber, 'retirement');
    await stage.converged();
    await expectRefusal(scansAt(filingNumber), 'forbidden', { naming: 'data.termId', because: 'retired' });
    for (const act of ['suspension', 'resumption', 'retirement'] as const) {
      await expectRefusedWithoutTrace(stage, () => operates(filingNumber, act), 'badRequest', { naming: 'state', because: 'the terminal is retired' });
    }
    const change = () => registrar.asks('PUT', `terminals/${filingNumber}`, { name: '取药终端', purpose: '取药', version: '2.0', developer: '示例开发有限公司' });
    await expectRefusedWithoutTrace(stage, change, 'badRequest', { naming: 'state' });
    const again = await registers(wish);
    expect(again.filingNumber).not.toBe(filingNumber);
    await stage.converged();
    await expect(scansAt(again.filingNumber)).resolves.toMatchObject(citizen.identity);
  });

  it('takes effect in a province that was down as soon as it hears of it', async () => {
    const { stage } = cast;
    const old = await registers();
    await stage.converged();
    await stage.fujian.tier.stops();
    await operates(old.filingNumber, 'suspension');
    const fresh = await registers();
    await stage.fujian.tier.starts();
    await stage.converged();
    await expectRefusal(scansAt(old.filingNumber), 'forbidden', { naming: 'data.termId', because: 'suspended' });
    await expect(scansAt(fresh.filingNumber)).resolves.toMatchObject(citizen.identity);
  });

  it('what is said of it may be said anew, and the province learns it; a number that names none is 404', async () => {
    const { stage } = cast;
    const { filingNumber } = await registers();
    const change = { name: '取药终端', purpose: '取药\n与取报告', version: '2.0', developer: '示例软件有限公司' };
    expect(await registrar.asks('PUT', `terminals/${filingNumber}`, change)).toMatchObject({ ...change, filingNumber });
    await stage.converged();
    const told = await stage.fujian.tier.rows('SELECT name, purpose, version, developer FROM acceptance_terminal WHERE filing_number = ?', [filingNumber]);
    expect(told).toEqual([change]);
    for (const path of ['terminals/35202500000000000000', 'terminals/x']) expect((await registrar.tries('GET', path)).status).toBe(404);
  });
});

describe('the terminals in the management centre', () => {
  it('are listed and found within the own area: by institution, kind, standing, part of name, number or address', async () => {
    const { guangzhouHospital, xiamenPharmacy, stage } = cast;
    const { filingNumber } = await registers({ name: '出院结算窗口', mac: '02:00:5e:10:00:01', kind: 'scan-pad' });
    const found = async (query: string, user = registrar) => {
      const { items } = await user.asks<{ total: number; items: Terminal[] }>('GET', `terminals?page=1&pageSize=200${query}`);
      return items.map((item) => item.filingNumber);
    };
    for (const text of ['结算窗口', '02:00:5E:10', filingNumber.slice(-9)]) expect(await found(`&text=${encodeURIComponent(text)}`)).toEqual([filingNumber]);
    expect(await found('&kind=scan-pad&standing=active')).toContain(filingNumber);
    expect(await found('&standing=retired&kind=scan-pad')).toEqual([]);
    expect(await found(`&orgId=${xiamenPharmacy.orgId}`)).toContain(xiamenPharmacy.terminal);
    expect(await found('')).not.toContain(guangzhouHospital.terminal);
    expect(await found(`&orgId=${guangzhouHospital.orgId}`)).toEqual([]);
    expect(await found(`&orgId=${guangzhouHospital.orgId}`, (await stage.centre.staff).operator)).toContain(guangzhouHospital.terminal);
  });

  it('of one institution are a register, as JSON and to be printed, with every field escaped', async () => {
    const { stage, xiamenPharmacy } = cast;
    const terminal = await registers({ orgId: xiamenPharmacy.orgId, name: '<b>扫码墩</b>', kind: 'scan-pad' });
    const register = await registrar.asks<{ institution: object; terminals: Terminal[] }>('GET', `institutions/${xiamenPharmacy.orgId}/terminals`);
    expect(register.institution).toMatchObject({ orgId: xiamenPharmacy.orgId, name: xiamenPharmacy.name });
    expect(register.terminals).toHaveLength(await stage.national.count('acceptance_terminal', 'org_id = ?', [xiamenPharmacy.orgId]));
    expect(register.terminals.at(-1)).toEqual(terminal);
    const { bytes, headers } = await registrar.tries('GET', `institutions/${xiamenPharmacy.orgId}/terminals.html`);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    const html = bytes.toString();
    const count = `共 ${register.terminals.length} 台终端。`;
    for (const text of ['终端备案号', '终端 MAC 地址', terminal.filingNumber, '&lt;b&gt;扫码墩&lt;/b&gt;', xiamenPharmacy.name, '启用', count]) expect(html).toContain(text);
    expect(html).not.toContain('<b>');
  });
});
