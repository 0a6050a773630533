import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { nativeSm2 } from '../../src/crypto/sm2-native.js';
import { canonicalForms, documentedForm, findForm, type CanonicalForm } from '../../src/protocol/canonical-form.js';
import { documentedManner } from '../../src/protocol/manner.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import type { DesignatedInstitution } from './stage/designated-institution.js';
import { expectUnchanged } from './stage/expectations.js';
import { foreign, ForeignSpeaker, replacedIn, type ForeignManner } from './stage/foreign-speaker.js';
import type { Talk } from './stage/management-centre.js';
import { xiamen } from './stage/places.js';
import { num, obj } from '../protocol/reference-writer.mjs';
import { snapshot } from './stage/snapshot.js';
import type { Speaker } from './stage/speaker.js';

let cast: Cast;
let citizen: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast({ onFiles: true });
  citizen = await cast.activated({ insuredIn: [xiamen] });
});
afterAll(() => cast.stage.close());

const withForm = (choices: Partial<CanonicalForm>): ForeignManner => ({ form: { ...documentedForm, ...choices } });
const { encData } = documentedManner;
const inChina = (now: number): string => new Date(now + 8 * 3_600_000).toISOString().replace(/[-:T]/g, '').slice(0, 14);

/** What programs in the field do otherwise: every row of the table of the wire protocol, each in some dress. */
const programs: [what: string, how: ForeignManner][] = [
  ['as documented', {}],
  ['numbers as text at the first level', withForm({ scalars: 'text-first' })],
  ['numbers as text everywhere, encrypted with SM4', { ...withForm({ scalars: 'text' }), encType: 'SM4' }],
  ['only the first level sorted and cleaned', withForm({ depth: 'first' })],
  ['sorted without regard to case, SM3', { ...withForm({ order: 'caseless' }), signType: 'SM3' }],
  ['empty texts signed', withForm({ emptyText: 'kept' })],
  ['empty lists and objects left out, encrypted with SM2', { ...withForm({ hollow: 'dropped' }), encType: 'SM2' }],
  ['the SM4 cipher text signed', { ...withForm({ data: 'cipher' }), encType: 'SM4' }],
  ['the SM2 cipher text signed, without its 04', { ...withForm({ data: 'cipher' }), encType: 'SM2', encData: { ...encData, point: 'bare' } }],
  ['signatures in DER, seconds as a number', { signature: 'der', time: (now) => num(String(Math.floor(now / 1000))) }],
  ['the letters of the hex in Base64, yyyyMMddHHmmss as text', { signature: 'hex-text', time: inChina }],
  ['signatures without left padding, yyyyMMddHHmmss as a number', { signature: 'unpadded', time: (now) => num(inChina(now)) }],
  ['the signed JSON encrypted, in escapes', { encType: 'SM4', encData: { ...encData, text: 'signed', nonAscii: 'escaped' } }],
  ['several things at once', { ...withForm({ scalars: 'text', order: 'caseless', emptyText: 'kept', hollow: 'dropped' }), signature: 'der', encType: 'SM4' }],
];

/** Members that show how a program signs; the table refuses them, the signature covers them. */
const telling = [['B', num('1.50')], ['a', obj(['y', ''], ['B', true], ['c', num('12345678901234567890')])], ['list', []], ['e', '']] as const;

/** How often a signature of this application was verified while something went on. */
async function verifications({ keys }: Speaker, act: () => Promise<unknown>): Promise<number> {
  const spy = jest.spyOn(nativeSm2, 'verify');
  try {
    await act();
    return spy.mock.calls.filter(([key]) => key.toBase64() === keys.signWith.publicKey.toBase64()).length;
  } finally {
    spy.mockRestore();
  }
}

let opened = 0;
const everyWay: Talk = { encTypes: ['plain', 'SM4', 'SM2'] };

async function newHospital(talk: Talk = everyWay): Promise<DesignatedInstitution> {
  opened += 1;
  const orgId = `H35020310${String(opened).padStart(3, '0')}`;
  const hospital = await cast.stage.centre.registersHospital({ orgId, name: `示例医院${opened}`, division: '350203' }, cast.stage.fujian, talk);
  await cast.stage.converged();
  return hospital;
}

const program = ({ speaker }: { speaker: Speaker }, how: ForeignManner = {}): ForeignSpeaker => new ForeignSpeaker(speaker.keys, () => cast.stage.clock.now(), how);
const knownFormsOf = async ({ speaker }: { speaker: Speaker }, at = cast.stage.fujian.tier): Promise<CanonicalForm[]> => {
  const [row] = await at.rows<{ known_forms: string | null }>('SELECT known_forms FROM registered_application WHERE app_id = ?', [speaker.keys.appId]);
  return (row?.known_forms ?? '').split(',').flatMap((name) => findForm(name) ?? []);
};

describe.each(programs)('a hospital whose program writes: %s', (_what, how) => {
  it('is understood at once, answered in its own manner, and costs one verification from the second request on', async () => {
    const { fujian } = cast.stage;
    const hospital = await newHospital();
    const his = program(hospital, how);
    const first = await his.asks(fujian.coreUrl, 'ec.settle.preview', obj(['totalFen', num('100')], ...telling));
    expect(first).toMatchObject({ code: -2, trusted: true, detail: expect.stringContaining('data.list: unknown field') });
    expect(await knownFormsOf(hospital)).toHaveLength(how.form === undefined ? 0 : 1);

    const code = await citizen.shows({ in: fujian });
    let scan = first;
    const oneEach = await verifications(hospital.speaker, async () => {
      scan = await his.asks(fujian.coreUrl, 'ec.query', foreign(hospital.scanOf(code), ['deviceType', '']));
    });
    expect(scan).toMatchObject({ code: 0, trusted: true, data: { userName: citizen.userName, idNo: citizen.idNo } });
    if (how.signType !== 'SM3' && how.signature !== 'unpadded') expect(oneEach).toBe(1);

    const { ecToken } = scan.data;
    const preview = await his.asks(fujian.coreUrl, 'ec.settle.preview', foreign({ orgId: hospital.orgId, ecToken, businessType: '01301', totalFen: 12_345 }));
    expect(preview).toMatchObject({ code: 0, trusted: true, data: { totalFen: 12_345, insuOrg: xiamen } });
  });
});

describe.each(programs)('a channel whose program writes: %s', (what, how) => {
  it('is understood at once, answered in its own manner, and costs one verification from the second request on', async () => {
    const { stage: { centre, national } } = cast;
    const channel = await centre.registersByTransaction(`示例渠道 ${what}`, 'official', everyWay);
    await cast.stage.converged();
    const app = program(channel, how.encType === undefined ? { ...how, encType: 'SM4' } : how);
    expect(await app.asks(national.publicServiceUrl, 'ec.state.query', foreign(citizen.identity, ...telling))).toMatchObject({ code: -2, trusted: true });
    let state = {};
    const oneEach = await verifications(channel.speaker, async () => {
      state = await app.asks(national.publicServiceUrl, 'ec.state.query', foreign(citizen.identity));
    });
    expect(state).toMatchObject({ code: 0, trusted: true, data: { credentialState: 'activated', authorized: true } });
    if (how.signType !== 'SM3' && how.signature !== 'unpadded') expect(oneEach).toBe(1);
  });
});

describe('what a tier knows of the form of an application', () => {
  it('stands in its register and survives a start: one verification for the first request afterwards', async () => {
    const { fujian } = cast.stage;
    const hospital = await newHospital();
    const his = program(hospital, withForm({ scalars: 'text', emptyText: 'kept' }));
    await his.asks(fujian.coreUrl, 'ec.settle.preview', obj(...telling));
    await fujian.tier.stops();
    await fujian.tier.starts();
    expect(await verifications(hospital.speaker, () => his.asks(fujian.coreUrl, 'ec.settle.preview', obj(...telling)))).toBe(1);
  });

  it('is of several programs of one application, three at most, and each goes on being understood', async () => {
    const { fujian } = cast.stage;
    const hospital = await newHospital();
    const forms = canonicalForms.slice(1, 5);
    const several = forms.map((form) => program(hospital, { form }));
    for (const his of several) expect(await his.asks(fujian.coreUrl, 'ec.settle.preview', obj(...telling))).toMatchObject({ code: -2, trusted: true });
    expect(await knownFormsOf(hospital)).toEqual(forms.slice(1).toReversed());
    const cost = await verifications(hospital.speaker, async () => {
      for (const his of several.slice(1).toReversed()) expect(await his.asks(fujian.coreUrl, 'ec.settle.preview', obj(...telling))).toMatchObject({ trusted: true });
    });
    expect(cost).toBe(1 + 2 + 3);
    expect(await knownFormsOf(hospital)).toEqual(forms.slice(1).toReversed());
  });

  it('is kept when national tells the provinces anew of a channel, and so is strict mode with new keys', async () => {
    const { centre, fujian } = cast.stage;
    const { operator } = await centre.staff;
    await operator.logsIn();
    const [channel, strictly] = [await centre.registersByTransaction('示例渠道甲', 'official'), await centre.registersByTransaction('示例渠道乙', 'official', { signingForms: 'documented' })];
    await cast.stage.converged();
    await program(channel, withForm({ depth: 'first' })).asks(fujian.publicServiceUrl, 'ec.qrcode.issue', obj(...telling));
    for (const act of ['suspension', 'resumption']) await operator.asks('POST', `channels/${channel.channelNumber}/${act}`, { reason: '示例原因' });
    await operator.asks('POST', `channels/${strictly.channelNumber}/rotation`, { reason: '示例原因', overlapMinutes: 5 });
    await cast.stage.converged();
    expect(await knownFormsOf(channel)).toEqual([findForm('typed/first/ascii/dropped/kept/plain')]);
    expect(await fujian.tier.count('registered_application', 'owner_id = ? AND signing_forms = ?', [strictly.channelNumber, 'documented'])).toBe(2);
  });
});

/** Searches are counted by the minute: a test that counts them begins with a whole one before it. */
function atTheStartOfAMinute(): void {
  const { clock } = cast.stage;
  clock.passes({ ms: 60_000 - (clock.now() % 60_000) });
}

describe('a request that is forged', () => {
  const forge = (letter: string): string => letter.replace(/"timestamp":"(\d{12})\d"/, '"timestamp":"$10"').replace(/"requestId":"./, '"requestId":"x');

  it('is refused with 500036 six times a minute after a search, then with -6 after one verification; who is known is served all the while', async () => {
    const { fujian } = cast.stage;
    const hospital = await newHospital();
    const his = program(hospital);
    const before = await snapshot(cast.stage.tiers);
    atTheStartOfAMinute();
    const codes: number[] = [];
    const details = new Set<string | undefined>();
    const cost = await verifications(hospital.speaker, async () => {
      for (let sent = 0; sent < 12; sent += 1) {
        const { code, detail } = await his.posts(fujian.coreUrl, forge(his.letter('ec.settle.preview', obj(...telling))));
        codes.push(code);
        details.add(detail?.replace(/\d+ s$/, 'n s'));
      }
    });
    expect(codes).toEqual([...Array.from({ length: 6 }, () => 500036), ...Array.from({ length: 6 }, () => -6)]);
    expect([...details]).toEqual(['the SM2 signature does not match the string to sign', 'signData: matches no form that is known of this application; other forms are tried again in n s']);
    expect(cost).toBe(6 * 40 + 6);
    expect(await verifications(hospital.speaker, () => his.asks(fujian.coreUrl, 'ec.settle.preview', obj(...telling)))).toBe(1);
    await expectUnchanged(cast.stage, before);

    const other = program(hospital, withForm({ scalars: 'text' }));
    atTheStartOfAMinute();
    expect(await other.asks(fujian.coreUrl, 'ec.settle.preview', obj(...telling))).toMatchObject({ code: -2, trusted: true });
  });

  it('is answered alike when its cipher text does not open, within the six and beyond', async () => {
    const { fujian } = cast.stage;
    const hospital = await newHospital();
    const his = program(hospital, { encType: 'SM4' });
    const broken = () => his.letter('ec.settle.preview', obj(...telling)).replace(/[0-9A-F]{32}"(?=,"signData")/, '"');
    atTheStartOfAMinute();
    const outcomes: number[][] = [];
    for (let sent = 0; sent < 14; sent += 1) {
      const { code } = await his.posts(fujian.coreUrl, sent % 2 === 0 ? broken() : forge(his.letter('ec.settle.preview', obj(...telling))));
      outcomes[sent % 2] = [...(outcomes[sent % 2] ?? []), code];
    }
    expect(new Set(outcomes.flat())).toEqual(new Set([500036, -6]));
    expect(outcomes[0]).toEqual(outcomes[1]);
  });

  it('costs no verification in the name of nobody', async () => {
    const { fujian } = cast.stage;
    const hospital = await newHospital();
    const his = program(hospital);
    const letter = replacedIn(his.letter('ec.settle.preview', obj(...telling)), hospital.speaker.keys.appId, 'X'.repeat(32));
    const spy = jest.spyOn(nativeSm2, 'verify');
    const { code } = await (await fetch(`${fujian.coreUrl}/api/transactions`, { method: 'POST', body: letter })).json() as { code: number };
    expect([code, spy.mock.calls.length]).toEqual([500012, 0]);
    spy.mockRestore();
  });

  it('gains nothing where a form does not tell a number from its letters: the table does', async () => {
    const { fujian } = cast.stage;
    const hospital = await newHospital();
    const his = program(hospital, withForm({ scalars: 'text' }));
    const { ecToken } = (await his.asks(fujian.coreUrl, 'ec.query', foreign(hospital.scanOf(await citizen.shows({ in: fujian }))))).data;
    const letter = his.letter('ec.settle.preview', foreign({ orgId: hospital.orgId, ecToken, businessType: '01301', totalFen: 12_345 }));
    const asText = replacedIn(letter, '"totalFen":12345', '"totalFen":"12345"');
    expect(await his.posts(fujian.coreUrl, asText)).toMatchObject({ code: -2, trusted: true, detail: expect.stringMatching(/^data\.totalFen: must be a whole number/) });
    expect(await his.posts(fujian.coreUrl, replacedIn(letter, '"totalFen":12345', '"totalFen":12346'))).toMatchObject({ code: 500036 });
    expect(await his.posts(fujian.coreUrl, letter)).toMatchObject({ code: 0, trusted: true });
  });
});

describe('strict mode', () => {
  it('takes the documented form alone, in clear bytes or DER, and learns nothing', async () => {
    const { fujian } = cast.stage;
    const hospital = await newHospital({ ...everyWay, signingForms: 'documented' });
    const letters = (how: ForeignManner) => program(hospital, how).asks(fujian.coreUrl, 'ec.settle.preview', obj(...telling));
    for (const [, how] of programs.filter(([, { form }]) => form !== undefined)) {
      let code = 0;
      expect(await verifications(hospital.speaker, async () => { ({ code } = await letters(how)); })).toBeLessThanOrEqual(1);
      expect(code).toBe(500036);
    }
    expect(await letters({ signature: 'hex-text' })).toMatchObject({ code: 500036 });
    expect(await letters({ signature: 'der' })).toMatchObject({ code: -2, trusted: true });
    expect(await letters({})).toMatchObject({ code: -2, trusted: true });
    expect(await knownFormsOf(hospital)).toEqual([]);
  });

  it('is what the tiers, the local core business system and the management centre are held to', async () => {
    const { national, fujian } = cast.stage;
    for (const [speaker, url] of [[fujian.tier.speakerTo('national'), national.coreUrl], [fujian.insurer.speakerTo(fujian.tier.name), fujian.coreUrl]] as const) {
      const peer = { speaker };
      expect(await program(peer, withForm({ depth: 'first' })).asks(url, 'ec.person.report', obj(...telling))).toMatchObject({ code: 500036 });
      expect(await program(peer).asks(url, 'ec.nothing', obj(...telling))).toMatchObject({ code: 500021, trusted: true });
    }
  });
});
