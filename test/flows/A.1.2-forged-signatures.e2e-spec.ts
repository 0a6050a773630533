import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { nativeSm2 } from '../../src/crypto/sm2-native.js';
import { obj } from '../protocol/reference-writer.mjs';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectUnchanged } from './stage/expectations.js';
import { countable, everyWay, learnedForms, newHospital, programOf, programs, telling, verifications, withForm } from './stage/foreign-programs.js';
import { foreign, replacedIn, type ForeignManner } from './stage/foreign-speaker.js';
import { xiamen } from './stage/places.js';
import { snapshot } from './stage/snapshot.js';

let cast: Cast;
let citizen: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast(countable);
  citizen = await cast.activated({ insuredIn: [xiamen] });
});
afterAll(() => cast.stage.close());

/** Searches are counted by the minute: a test that counts them begins with a whole one before it. */
function atTheStartOfAMinute(): void {
  const { clock } = cast.stage;
  clock.passes({ ms: 60_000 - (clock.now() % 60_000) });
}

describe('a request that is forged', () => {
  const forge = (letter: string): string => letter.replace(/"timestamp":"(\d{12})\d"/, '"timestamp":"$10"').replace(/"requestId":"./, '"requestId":"x');

  it('is refused with 500036 six times a minute after a search, then with -6 after one verification; who is known is served all the while', async () => {
    const { fujian } = cast.stage;
    const hospital = await newHospital(cast);
    const his = programOf(cast, hospital);
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
    expect([...details]).toEqual(['the SM2 signature does not match the string to sign; openec explain says why', 'signData: matches no form that is known of this application; other forms are tried again in n s']);
    expect(cost).toBe(6 * 40 + 6);
    expect(await verifications(hospital.speaker, () => his.asks(fujian.coreUrl, 'ec.settle.preview', obj(...telling)))).toBe(1);
    await expectUnchanged(cast.stage, before);

    const other = programOf(cast, hospital, withForm({ scalars: 'text' }));
    atTheStartOfAMinute();
    expect(await other.asks(fujian.coreUrl, 'ec.settle.preview', obj(...telling))).toMatchObject({ code: -2, trusted: true });
  });

  it('is answered alike when its cipher text does not open, within the six and beyond', async () => {
    const { fujian } = cast.stage;
    const hospital = await newHospital(cast);
    const his = programOf(cast, hospital, { encType: 'SM4' });
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
    const hospital = await newHospital(cast);
    const his = programOf(cast, hospital);
    const letter = replacedIn(his.letter('ec.settle.preview', obj(...telling)), hospital.speaker.keys.appId, 'X'.repeat(32));
    const spy = jest.spyOn(nativeSm2, 'verify');
    const { code } = await (await fetch(`${fujian.coreUrl}/api/transactions`, { method: 'POST', body: letter })).json() as { code: number };
    expect([code, spy.mock.calls.length]).toEqual([500012, 0]);
    spy.mockRestore();
  });

  it('gains nothing where a form does not tell a number from its letters: the table does', async () => {
    const { fujian } = cast.stage;
    const hospital = await newHospital(cast);
    const his = programOf(cast, hospital, withForm({ scalars: 'text' }));
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
    const hospital = await newHospital(cast, { ...everyWay, signingForms: 'documented' });
    const letters = (how: ForeignManner) => programOf(cast, hospital, how).asks(fujian.coreUrl, 'ec.settle.preview', obj(...telling));
    for (const [, how] of programs.filter(([, { form }]) => form !== undefined)) {
      let code = 0;
      expect(await verifications(hospital.speaker, async () => { ({ code } = await letters(how)); })).toBeLessThanOrEqual(1);
      expect(code).toBe(500036);
    }
    expect(await letters({ signature: 'hex-text' })).toMatchObject({ code: 500036 });
    expect(await letters({ signature: 'der' })).toMatchObject({ code: -2, trusted: true });
    expect(await letters({})).toMatchObject({ code: -2, trusted: true });
    expect(await learnedForms(fujian.tier, hospital)).toEqual([]);
  });

  it('is what the tiers, the local core business system and the management centre are held to', async () => {
    const { national, fujian } = cast.stage;
    for (const [speaker, url] of [[fujian.tier.speakerTo('national'), national.coreUrl], [fujian.insurer.speakerTo(fujian.tier.name), fujian.coreUrl]] as const) {
      const peer = { speaker };
      expect(await programOf(cast, peer, withForm({ depth: 'first' })).asks(url, 'ec.person.report', obj(...telling))).toMatchObject({ code: 500036 });
      expect(await programOf(cast, peer).asks(url, 'ec.nothing', obj(...telling))).toMatchObject({ code: 500021, trusted: true });
    }
  });
});
