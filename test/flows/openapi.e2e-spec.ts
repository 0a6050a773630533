import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalogue, transactions } from '../../src/protocol/transactions/index.js';
import type { Zone } from '../../src/protocol/transaction.js';
import { openStageWithCast, type Cast } from './stage/cast.js';
import { departure } from './stage/described-wire.js';
import { xiamen } from './stage/places.js';
import { postRaw, sealed } from './stage/raw-wire.js';

let cast: Cast;
beforeAll(async () => { cast = await openStageWithCast(); });
afterAll(() => cast.stage.close());

interface Document { readonly info: { readonly title: string }; readonly components: { readonly schemas: Record<string, unknown> } }
const documentAt = async (url: string) => (await (await fetch(`${url}/openapi.json`)).json()) as Document;

describe('GET /openapi.json', () => {
  it('tells on each listener of each tier which transactions it takes there, and no others', async () => {
    const { national, fujian } = cast.stage;
    for (const [tier, servedBy] of [[national, 'national'], [fujian, 'province']] as const) {
      for (const [zone, url] of [['core', tier.coreUrl], ['public-service', tier.publicServiceUrl]] satisfies [Zone, string][]) {
        const { components } = await documentAt(url);
        const told = Object.keys(components.schemas).filter((name) => name.startsWith('request.')).map((name) => name.slice('request.'.length));
        expect(told).toEqual(catalogue.filter((row) => row.servedBy === servedBy && row.zone === zone).map((row) => row.transType));
      }
    }
  });

  it('describes a scan and its answer: what is taken conforms, what departs is refused', async () => {
    const { stage, xiamenHospital, activated } = cast;
    const citizen = await activated({ insuredIn: [xiamen] });
    const { transType } = transactions.decodeQrCode;
    const scan = async (more: object) => sealed(
      xiamenHospital.speaker, { transType, timestamp: stage.clock.now(), requestId: randomUUID(), signType: 'SM2', encType: 'plain' },
      { ...xiamenHospital.scanOf(await citizen.shows({ in: stage.fujian })), ...more },
    );
    const good = await scan({});
    expect(departure('request', transType, JSON.parse(good))).toBeUndefined();
    const { answer } = await postRaw({ url: stage.fujian.coreUrl, body: good });
    expect(answer.code).toBe(0);
    expect(departure('answer', transType, answer)).toBeUndefined();
    expect(departure('answer', transType, { ...answer, data: { ...answer.data, ecToken: '' } })).toMatch(/ecToken/);

    for (const more of [{ surplus: '1' }, { businessType: '99' }, { operatorName: '甲'.repeat(31) }]) {
      const bad = await scan(more);
      expect(departure('request', transType, JSON.parse(bad))).toMatch(/request\/data/);
      expect((await postRaw({ url: stage.fujian.coreUrl, body: bad })).answer.code).toBe(-2);
    }
  });
});
