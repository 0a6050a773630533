import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refuse } from '../../../src/protocol/refusal.js';
import { transactions } from '../../../src/protocol/transactions/index.js';
import { drawCaller } from './probe-callers.js';
import { startProbe, type Probe } from './probe-tier.js';
import { ask, post, sealed } from './wire.js';

const hospital = drawCaller('institution', 'H35020300001');
const input = { ecToken: `350203ec${'a'.repeat(30)}`, idType: '01', idNo: '350203199001011234', userName: '甄测试' };
let probe: Probe;
beforeAll(async () => { probe = await startProbe({ callers: () => [hospital.caller] }); });
afterAll(() => probe.stop());
describe('x', () => {
  it('y', async () => {
    probe.scripts.set('ec.verify', (call) => call.act({ subject: 'x' }, async () => ({ flag: '1', idNo: call.input.idNo, idType: '01', userName: call.input.userName })));
    const a = await ask(probe.coreUrl, transactions.checkToken, hospital.keys, { input });
    console.log(a);
    expect(a.opened.trusted).toBe(true);
  });
});
