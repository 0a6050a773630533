import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseCredentialNumber, parsePoolingArea } from '../../../src/protocol/identifiers.js';
import type { CredentialRecord } from '../../../src/protocol/transactions/credential-record.js';
import { disagreements, staleData } from '../../../src/registry/credential/insured-data.rules.js';

const credentialNumber = parseCredentialNumber('a'.repeat(64));
const areas = ['350100', '350200', '440100', '330100'] as const;
const place = fc.record({ poolingArea: fc.constantFrom(...areas).map((area) => parsePoolingArea(area)), insuranceType: fc.constantFrom('310', '390') });
const places = fc.uniqueArray(place, { selector: (each) => each.poolingArea, maxLength: 4 });
const identity = fc.record({
  idType: fc.constantFrom('01', '02'), idNo: fc.constantFrom('350203199001011231', '350203199001011258'), userName: fc.constantFrom('甄测试', '贾示例'),
});
const known = fc.record({ identity, insuredPlaces: places }).map(({ identity: who, insuredPlaces }): CredentialRecord => (
  { credentialNumber, state: 'activated', ...who, insuredPlaces, changedAt: 1 }
));

describe('6.3.2.2 c: whether what came with a business is what the insured place knows', () => {
  it('agrees with the record it was made from, for each of its places', () => {
    fc.assert(fc.property(known, (record) => {
      for (const { poolingArea, insuranceType } of record.insuredPlaces) {
        expect(disagreements({ ...record, insuOrg: poolingArea, insuranceType }, record)).toEqual([]);
      }
    }));
  });

  it('names exactly the fields that differ', () => {
    fc.assert(fc.property(known, identity, place, (record, who, { poolingArea, insuranceType }) => {
      const found = disagreements({ credentialNumber, ...who, insuOrg: poolingArea, insuranceType }, record);
      const there = record.insuredPlaces.find((each) => each.poolingArea === poolingArea);
      const expected = [
        ...(['idType', 'idNo', 'userName'] as const).filter((field) => who[field] !== record[field]),
        ...(there === undefined ? ['insuOrg'] : there.insuranceType === insuranceType ? [] : ['insuranceType']),
      ];
      expect(found).toEqual(expected);
    }));
  });

  it('does not care about places the business is not about', () => {
    fc.assert(fc.property(known, places, (record, others) => {
      const [first] = record.insuredPlaces;
      if (first === undefined) return;
      const elsewhere = [first, ...others.filter((each) => each.poolingArea !== first.poolingArea)];
      expect(disagreements({ ...record, insuOrg: first.poolingArea, insuranceType: first.insuranceType }, { ...record, insuredPlaces: elsewhere })).toEqual([]);
    }));
  });

  it('compares documents and names as the register writes them', () => {
    const record: CredentialRecord = {
      credentialNumber, state: 'activated', idType: '01', idNo: '35020319900101123X', userName: '阿·示例', insuredPlaces: [], changedAt: 1,
    };
    const sent = { ...record, idNo: '35020319900101123x', userName: '阿•示例', insuOrg: parsePoolingArea('350200'), insuranceType: '310' };
    expect(disagreements(sent, record)).toEqual(['insuOrg']);
  });
});

it('INT-17: the refusal tells the right pooling areas', () => {
  const insuredPlaces = [{ poolingArea: parsePoolingArea('350100'), insuranceType: '390' }, { poolingArea: parsePoolingArea('440100'), insuranceType: '310' }];
  expect(staleData({ insuredPlaces })).toMatchObject({
    returnCode: { name: 'cacheExpired' }, faults: [{ field: 'insuredPlaces', reason: 'are 350100 (390), 440100 (310) now' }],
  });
  expect(staleData({ insuredPlaces: [] }).faults).toEqual([{ field: 'insuredPlaces', reason: 'there are none any more' }]);
});
