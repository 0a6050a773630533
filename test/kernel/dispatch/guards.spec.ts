import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { returnCodes, type ReturnCodeName } from '../../../src/protocol/dictionaries/return-codes.js';
import type { CallerKind } from '../../../src/protocol/transaction.js';
import { transactions, type AnyTransaction } from '../../../src/protocol/transactions/index.js';
import { drawCaller, type ProbeCaller } from './probe-callers.js';
import { startProbe, type Probe } from './probe-tier.js';
import { ask, loose } from './wire.js';

const { checkToken, issueQrCode, syncAuthorization, registerTerminal } = transactions;
const KINDS: readonly CallerKind[] = ['channel', 'institution', 'insurance-system', 'national', 'province', 'management-centre'];
const byKind = new Map(KINDS.map((kind) => [kind, drawCaller(kind, `owner-of-${kind}`)]));
const extra: ProbeCaller[] = [];
const caller = (kind: CallerKind): ProbeCaller => byKind.get(kind) as ProbeCaller;

let probe: Probe;
let handled: string[] = [];
const served = [checkToken, issueQrCode, syncAuthorization];
beforeAll(async () => {
  probe = await startProbe({ callers: () => [...byKind.values(), ...extra].map((each) => each.caller), serves: served });
  const reached = (transType: string) => () => {
    handled.push(transType);
    return Promise.reject(new Error('reached the handler'));
  };
  for (const { transType } of served) probe.scripts.set(transType, reached(transType));
});
beforeEach(() => { handled = []; });
afterAll(() => probe.stop());

const inputs = new Map<AnyTransaction, object>([
  [checkToken, { ecToken: 't', idType: '01', idNo: '1', userName: '甄测试' }],
  [issueQrCode, { authorizationCode: 'A'.repeat(32) }],
  [syncAuthorization, { record: { authorizationCode: 'A'.repeat(32), channelNumber: 'C'.repeat(32), credentialNumber: 'a'.repeat(64), state: 'granted', changedAt: 1 } }],
]);
const urlOf = ({ zone }: AnyTransaction): string => (zone === 'core' ? probe.coreUrl : probe.publicServiceUrl);
const otherUrl = ({ zone }: AnyTransaction): string => (zone === 'core' ? probe.publicServiceUrl : probe.coreUrl);

describe('a transaction', () => {
  it.each(served.flatMap((row) => KINDS.map((kind) => [row.transType, kind, row] as const)))('%s is open to %s only as the catalogue says', async (transType, kind, row) => {
    const { members } = await ask(urlOf(row), row, caller(kind).keys, { input: inputs.get(row) });
    const open = row.callers.includes(kind);
    expect(members.code).toBe(open ? -1 : -4);
    expect(handled).toEqual(open ? [transType] : []);
    if (!open) expect(members.detail).toBe(`transType: is open to ${row.callers.join(', ')}; you are registered as ${kind}`);
  });

  it.each(served.map((row) => [row.transType, row] as const))('%s is not served in the other zone', async (_transType, row) => {
    const { members } = await ask(otherUrl(row), row, caller(row.callers[0]).keys, { input: inputs.get(row) });
    expect(members).toMatchObject({ code: -5, detail: `transType: is served by the province tier in its ${row.zone} zone` });
    expect(handled).toEqual([]);
  });

  it('of another tier names who serves it', async () => {
    const { members } = await ask(probe.coreUrl, registerTerminal, caller('management-centre').keys, { data: loose({}) });
    expect(members).toMatchObject({ code: -5, detail: 'transType: is served by the national tier in its core zone' });
  });

  it.each(['ec.nothing', 'EC.VERIFY', 'ec.verify ', '__proto__', 'constructor', 'toString'])('that stands in no catalogue is 500021: %j', async (transType) => {
    const { members } = await ask(probe.coreUrl, checkToken, caller('institution').keys, { data: loose({}), transType });
    expect(members).toMatchObject({ code: 500021, message: '未知交易' });
  });

  it('whose data must travel encrypted is not taken in clear', async () => {
    const { members } = await ask(probe.coreUrl, syncAuthorization, caller('national').keys, { input: inputs.get(syncAuthorization), encType: 'plain' });
    expect(members).toMatchObject({ code: -2, detail: 'data: must travel encrypted (encType SM4 or SM2, encData)' });
    expect(handled).toEqual([]);
  });

  it('is not taken for another institution than the envelope names (INT-05)', async () => {
    const { members } = await ask(probe.coreUrl, checkToken, caller('institution').keys, { orgId: 'H1', data: loose({ orgId: 'H2' }) });
    expect(members).toMatchObject({ code: -2, detail: 'data.orgId: is not the orgId of the envelope' });
  });
});

describe('a caller that is barred', () => {
  it.each<Exclude<ReturnCodeName, 'success'>>(['channelNotApproved', 'institutionNotApproved', 'channelNotAuthorizedNationally'])(
    'is told why (%s), before anything is read or written for it', async (barred) => {
      const suspended = drawCaller('institution', `suspended-${barred}`, { barred });
      extra.push(suspended);
      const { members, opened } = await ask(probe.coreUrl, checkToken, suspended.keys, { input: inputs.get(checkToken) });
      expect(members).toMatchObject({ code: returnCodes[barred].code, message: returnCodes[barred].text, detail: `institution:suspended-${barred} is not active` });
      expect(opened.trusted).toBe(true);
      expect(handled).toEqual([]);
      expect((await probe.kernel.journal.head()).sequence).toBe(0);
    },
  );

  it('is not told by a forged request: the signature is looked at first', async () => {
    const suspended = drawCaller('institution', 'forged', { barred: 'institutionNotApproved' });
    extra.push(suspended);
    const { keys } = drawCaller('institution', 'forger');
    const { members } = await ask(probe.coreUrl, checkToken, { ...suspended.keys, signWith: keys.signWith }, { input: inputs.get(checkToken) });
    expect(members.code).toBe(500036);
  });
});
