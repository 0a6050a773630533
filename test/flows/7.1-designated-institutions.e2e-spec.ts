import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { letsIn } from './stage/centre-staff.js';
import type { CentreUser } from './stage/centre-user.js';
import type { Citizen } from './stage/citizen.js';
import type { Hospital, Scan } from './stage/designated-institution.js';
import { expectChanges, expectJournalsWhole, expectRefusal, expectRefusedWithoutTrace } from './stage/expectations.js';
import { xiamen } from './stage/places.js';
import { postRaw } from './stage/raw-wire.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
let citizen: Citizen;
/** 福建省: watches over what was let in there. */
let fujianOperator: CentreUser;
beforeAll(async () => {
  cast = await openStageWithCast({ onFiles: true });
  citizen = await cast.activated({ insuredIn: [xiamen] });
  fujianOperator = await letsIn(cast.stage.national, 'yunwei.fujian', 'province:35', ['operate', 'audit']);
  await fujianOperator.logsIn();
});
afterAll(() => cast.stage.close());

let founded = 0;
/** A hospital of its own for one story, with one terminal; the province has heard of it. */
async function hospital(): Promise<Hospital> {
  founded += 1;
  const { stage } = cast;
  const facts = { orgId: `H3502030${String(1000 + founded)}`, name: `厦门示例第${founded}医院`, division: '350203' };
  const known = await stage.centre.registersHospital(facts, stage.fujian);
  await stage.converged();
  return known;
}

const operates = (known: Pick<Hospital, 'orgId'>, act: 'suspension' | 'resumption' | 'closure', user = fujianOperator) => (
  user.asks<{ standing: string }>('POST', `institutions/${known.orgId}/${act}`, { reason: '示例原因' })
);

const scanned = async (known: Hospital): Promise<Scan> => known.scans(await citizen.shows({ in: cast.stage.fujian }));

/** Every door an institution has: what it asks, all of it fit to be answered. */
async function doors(known: Hospital): Promise<(() => Promise<unknown>)[]> {
  const code = await citizen.shows({ in: cast.stage.fujian });
  const settled = await known.settles(await scanned(known));
  const scan = await scanned(known);
  return [
    () => known.scans(code), () => known.checks(scan.ecToken, citizen), () => known.previews(scan), () => known.settles(scan), () => known.hasHandled(scan),
    () => known.reverses(settled), () => known.findsReceipt(settled.settlementNo), () => known.checksCode(code), () => known.checksCredential(citizen),
    () => known.shows({ ...citizen.identity, password: citizen.password }),
  ];
}

describe('7.1 电子凭证业务中台默认为定点机构开通接入权限', () => {
  it('is open by default: entered in the national register, it scans and settles in its province, which alone has heard of it', async () => {
    const { stage } = cast;
    const before = await snapshot(stage.tiers);
    const known = await hospital();
    await expectChanges(stage, before, {
      'national designated_institution': 1, 'national registered_application': 1,
      'national acceptance_terminal': 1, 'national filing_number_serial': 'rewritten', 'national outbox_entry': 2, 'national sync_lag': 2, 'national idempotency_record': 2, 'national journal_entry': 2,
      'province:35 designated_institution': 1, 'province:35 registered_application': 1, 'province:35 acceptance_terminal': 1,
      'province:35 idempotency_record': 2, 'province:35 journal_entry': 2,
    });
    await expect(known.settles(await scanned(known))).resolves.toMatchObject({ orgId: known.orgId });
  });

  it('one that stands in no register is 500057', async () => {
    const { stage, xiamenHospital } = cast;
    const unsigned = { orgId: 'H35020399999', transType: 'ec.query', data: xiamenHospital.scanOf('424') };
    const { answer } = await postRaw({ url: stage.fujian.coreUrl, body: JSON.stringify(unsigned) });
    expect(answer).toMatchObject({ code: 500057, message: '接入机构不存在', success: false });
  });

  it('reaches its province when that was down, with its terminal, and is open there', async () => {
    const { stage } = cast;
    await stage.fujian.tier.stops();
    const known = await stage.centre.registersHospital({ orgId: 'H35020300900', name: '厦门示例断网医院', division: '350203' }, stage.fujian);
    await stage.fujian.tier.starts();
    await stage.converged();
    await expect(scanned(known)).resolves.toMatchObject(citizen.identity);
  });
});

describe('an institution is suspended, resumed, closed (INT-90)', () => {
  it('suspended: 500058 for everything it asks, and nothing happens; resumed: as before, with the same token', async () => {
    const { stage } = cast;
    const known = await hospital();
    const asked = await doors(known);
    expect(await operates(known, 'suspension')).toMatchObject({ standing: 'suspended' });
    await stage.converged();
    for (const door of asked) await expectRefusedWithoutTrace(stage, door, 'institutionNotApproved');
    expect(await operates(known, 'resumption')).toMatchObject({ standing: 'active' });
    await stage.converged();
    for (const door of asked.slice(0, 4)) await expect(door()).resolves.toBeDefined();
  });

  it('closed: 500057 for everything, for good; no terminal is registered any more', async () => {
    const { stage } = cast;
    const known = await hospital();
    const asked = await doors(known);
    expect(await operates(known, 'closure')).toMatchObject({ standing: 'retired' });
    await stage.converged();
    for (const door of asked) await expectRefusedWithoutTrace(stage, door, 'institutionNotFound');
    for (const act of ['suspension', 'resumption', 'closure'] as const) {
      await expectRefusedWithoutTrace(stage, () => operates(known, act), 'institutionNotFound', { naming: 'state', because: 'the institution is retired' });
    }
    const terminal = () => stage.centre.registersTerminal(known.orgId, { mac: '00:00:5e:00:53:01' });
    await expectRefusedWithoutTrace(stage, terminal, 'institutionNotFound', { because: 'names an institution that was closed' });
  });

  it('nobody else notices', async () => {
    const known = await hospital();
    await operates(known, 'closure');
    await cast.stage.converged();
    await expect(scanned(cast.xiamenHospital)).resolves.toMatchObject(citizen.identity);
  });

  it('takes effect in a province that was down as soon as it hears of it, in the order in which it happened', async () => {
    const { stage } = cast;
    const known = await hospital();
    await stage.fujian.tier.stops();
    for (const act of ['suspension', 'resumption', 'suspension'] as const) await operates(known, act);
    await stage.fujian.tier.starts();
    await stage.converged();
    await expectRefusal(scanned(known), 'institutionNotApproved');
    await operates(known, 'resumption');
    await stage.converged();
    await expect(scanned(known)).resolves.toBeDefined();
  });

  it('what does not fit its standing is a conflict; an institution nobody knows is 500057 (404)', async () => {
    const { stage } = cast;
    const known = await hospital();
    await expectRefusedWithoutTrace(stage, () => operates(known, 'resumption'), 'badRequest', { naming: 'state', because: 'the institution is active' });
    await expectRefusedWithoutTrace(stage, () => operates({ orgId: 'H35020399999' }, 'suspension'), 'institutionNotFound', { naming: 'orgId' });
    expect((await fujianOperator.tries('GET', 'institutions/H35020399999')).status).toBe(404);
    expect((await fujianOperator.tries('POST', `institutions/${known.orgId}/resumption`, { reason: '示例原因' })).status).toBe(409);
  });

  it('of ten who suspend it at once one does', async () => {
    const known = await hospital();
    const suspends = () => fujianOperator.tries('POST', `institutions/${known.orgId}/suspension`, { reason: '示例原因' });
    const answers = await Promise.all(Array.from({ length: 10 }, suspends));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    await expectJournalsWhole(cast.stage.tiers);
  });

  it('a province operates its own institutions only', async () => {
    const { stage, guangzhouHospital } = cast;
    await expectRefusedWithoutTrace(stage, () => operates(guangzhouHospital, 'suspension'), 'forbidden', { naming: 'scope' });
  });
});

describe('the institutions in the management centre', () => {
  const found = async (user: CentreUser, query: string) => {
    const { total, items } = await user.asks<{ total: number; items: { orgId: string }[] }>('GET', `institutions?page=1&pageSize=200${query}`);
    expect(items).toHaveLength(total);
    return items.map(({ orgId }) => orgId);
  };

  it('lists and finds those of the own area, by part of name or id, kind and standing', async () => {
    const { xiamenHospital, xiamenPharmacy, guangzhouHospital } = cast;
    const all = await found(fujianOperator, '');
    expect(all).toEqual(expect.arrayContaining([xiamenHospital.orgId, xiamenPharmacy.orgId]));
    expect(all).not.toContain(guangzhouHospital.orgId);
    expect(await found(fujianOperator, `&text=${encodeURIComponent('示例药店')}`)).toEqual([xiamenPharmacy.orgId]);
    expect(await found(fujianOperator, `&text=${xiamenHospital.orgId.toLowerCase()}`)).toEqual([xiamenHospital.orgId]);
    expect(await found(fujianOperator, '&kind=pharmacy&standing=active')).toEqual([xiamenPharmacy.orgId]);
    expect(await found(fujianOperator, '&standing=retired')).toHaveLength(2);
    for (const wildcard of ['%25', '_', '!']) expect(await found(fujianOperator, `&text=${wildcard}`)).toEqual([]);
    const { operator } = await cast.stage.centre.staff;
    expect(await found(operator, `&text=${guangzhouHospital.orgId}`)).toEqual([guangzhouHospital.orgId]);
  });

  it('tells nothing of keys', async () => {
    const told = await fujianOperator.asks('GET', `institutions/${cast.xiamenHospital.orgId}`);
    expect(told).toEqual({ orgId: cast.xiamenHospital.orgId, name: '厦门示例医院', kind: 'hospital', division: '350203', standing: 'active' });
  });
});
