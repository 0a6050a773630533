import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nativeSm2 } from '../../src/crypto/sm2-native.js';
import { WasmSm2 } from '../../src/crypto/sm2-wasm.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import type { Citizen } from './stage/citizen.js';
import { expectJournalsWhole } from './stage/expectations.js';
import { xiamen } from './stage/places.js';

/** National signs and verifies with OpenSSL, the provinces with the kernel, everybody who calls them with OpenSSL. */
let cast: Cast;
let citizen: Citizen;
beforeAll(async () => {
  cast = await openStageWithCast({ nationalOverrides: { sm2Engine: 'native' }, provinceOverrides: { sm2Engine: 'wasm' } });
  citizen = await cast.activated({ insuredIn: [xiamen] });
}, 60_000);
afterAll(() => cast.stage.close());

describe('tiers with different SM2 engines', () => {
  it('have the engines they were configured with', () => {
    const [national, fujian] = [cast.stage.national.kernel.sm2, cast.stage.fujian.tier.kernel.sm2];
    expect(national).toBe(nativeSm2);
    expect(fujian).toBeInstanceOf(WasmSm2);
    expect(cast.stage.guangdong.tier.kernel.sm2).toBe(fujian);
  });

  it('understand each other: codes of one province are decoded in the other, more often than a key needs to get its table', async () => {
    for (let round = 0; round < 6; round += 1) {
      const { ecToken } = await cast.guangzhouHospital.scans(await citizen.shows({ in: cast.stage.fujian }));
      expect(await cast.guangzhouHospital.checks(ecToken, citizen)).toMatchObject({ flag: '1', insuOrg: xiamen });
    }
    await expectJournalsWhole(cast.stage.tiers);
  });
});
