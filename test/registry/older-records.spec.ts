import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ChannelAuthorizationStore } from '../../src/modules/authorization/channel-authorization.store.js';
import { mod31 } from '../../src/protocol/check-digits.js';
import {
  parseChannelAuthorizationCode, parseChannelNumber, parseCredentialNumber, parsePoolingArea, parseUnifiedSocialCreditCode,
} from '../../src/protocol/identifiers.js';
import { buildResidentId } from '../../src/protocol/identity-documents.js';
import type { UnitRecord } from '../../src/protocol/transactions/unit-record.js';
import { CredentialStore } from '../../src/registry/credential/credential.store.js';
import { UnitCredentialStore } from '../../src/registry/unit/unit-credential.store.js';
import { StartedProvince } from './started-province.js';

let province: StartedProvince;
beforeAll(async () => { province = await StartedProvince.start(); });
afterAll(() => province.stop());

const AREAS = ['350100', '350200', '350300', '350400', '440100', '440300'].map((code) => parsePoolingArea(code));
/** Some words about one thing, each at another time, in the order in which they happen to arrive; some arrive twice. */
const arrivals = fc.uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 6 })
  .chain((times) => fc.tuple(fc.shuffledSubarray([...times, ...times], { minLength: times.length, maxLength: times.length * 2 }), fc.constant(times)))
  .filter(([arriving]) => arriving.length > 0).map(([arriving]) => arriving);
let count = 0;

describe('a province keeps the newest word', () => {
  it('about a credential and its insured places, in whatever order national\'s words arrive', async () => {
    const credentials = province.get(CredentialStore);
    await fc.assert(fc.asyncProperty(arrivals, async (times) => {
      count += 1;
      const credentialNumber = parseCredentialNumber(count.toString(16).padStart(64, '0'));
      const identity = { idType: '01', idNo: buildResidentId('350203', '19900115', String(count).padStart(3, '0')), userName: '甄测试' };
      const recordAt = (changedAt: number) => ({
        ...identity, credentialNumber, changedAt, state: changedAt % 2 === 0 ? 'activated' as const : 'registered' as const,
        insuredPlaces: [{ poolingArea: AREAS[changedAt % AREAS.length], insuranceType: changedAt % 3 === 0 ? '310' : '390' }],
      });
      for (const time of times) await province.write(() => credentials.takeOver(recordAt(time)));
      expect(await credentials.find(credentialNumber)).toEqual(recordAt(Math.max(...times)));
    }), { numRuns: 60 });
    expect(await province.query(`SELECT COUNT(*) AS n FROM insured_person`)).toEqual([{ n: count }]);
  }, 60_000);

  it('about a unit and who acts for it', async () => {
    const units = province.get(UnitCredentialStore);
    await fc.assert(fc.asyncProperty(arrivals, async (times) => {
      count += 1;
      const body = `91350203MA${String(count).padStart(7, '0')}`;
      const number = (n: number, lead: string) => parseCredentialNumber(lead + n.toString(16).padStart(63, '0'));
      const recordAt = (changedAt: number): UnitRecord => ({
        credentialNumber: number(count, 'a'), changedAt, state: changedAt % 2 === 0 ? 'activated' : 'registered',
        creditCode: parseUnifiedSocialCreditCode(body + mod31(body)), unitName: '示例有限公司', unitKind: 'employer',
        insuredPlaces: [{ poolingArea: AREAS[changedAt % AREAS.length], insuranceType: '310' }],
        mandates: [{ credentialNumber: number(changedAt, 'b'), role: 'representative' }],
      });
      for (const time of times) await province.write(() => units.takeOver(recordAt(time)));
      expect(await units.find(number(count, 'a'))).toEqual(recordAt(Math.max(...times)));
    }), { numRuns: 60 });
  }, 60_000);

  it('about an authorization', async () => {
    const authorizations = province.get(ChannelAuthorizationStore);
    const states = ['granted', 'suspended', 'revoked'] as const;
    await fc.assert(fc.asyncProperty(arrivals, async (times) => {
      count += 1;
      const authorizationCode = parseChannelAuthorizationCode(String(count).padStart(32, 'A'));
      const recordAt = (changedAt: number) => ({
        authorizationCode, channelNumber: parseChannelNumber('C'.repeat(32)), credentialNumber: parseCredentialNumber(count.toString(16).padStart(64, 'f')),
        state: states[changedAt % 3], changedAt,
      });
      for (const time of times) await province.write(() => authorizations.put(recordAt(time)));
      expect(await authorizations.find(authorizationCode)).toEqual(recordAt(Math.max(...times)));
    }), { numRuns: 60 });
  }, 60_000);
});
