import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TierMonitor } from '../../../src/kernel/monitor/tier-monitor.js';
import { refuse } from '../../../src/protocol/refusal.js';
import { transactions } from '../../../src/protocol/transactions/index.js';
import { drawCaller } from '../dispatch/probe-callers.js';
import { startProbe, type Probe } from '../dispatch/probe-tier.js';
import { ask, loose, post } from '../dispatch/wire.js';
import { parsePrometheusText, samplesOf, type Sample } from './prometheus-text.js';

const hospital = drawCaller('institution', 'H35020300001');
const ID_NO = '350203199001011234';
const input = { ecToken: `350203ec${'7qzx'.repeat(7)}ab`, idType: '01', idNo: ID_NO, userName: '甄测试' };
let probe: Probe;
beforeAll(async () => { probe = await startProbe({ callers: () => [hospital.caller] }); });
afterAll(() => probe.stop());

const scrape = async (): Promise<Sample[]> => parsePrometheusText(await (await fetch(`${probe.coreUrl}/metrics`)).text());
const requests = async (labels: Record<string, string>): Promise<number> => (
  samplesOf(await scrape(), 'openec_requests_total', labels).reduce((sum, { value }) => sum + value, 0)
);

describe('/metrics', () => {
  it('is served in the core zone as the text format of Prometheus, and does not exist in the public-service zone', async () => {
    const core = await fetch(`${probe.coreUrl}/metrics`);
    expect([core.status, core.headers.get('content-type')]).toEqual([200, expect.stringMatching(/^text\/plain; version=0\.0\.4/)]);
    const elsewhere = await fetch(`${probe.publicServiceUrl}/metrics`);
    expect([elsewhere.status, await elsewhere.json()]).toEqual([404, expect.objectContaining({ code: -5 })]);
  });

  it('counts every answer by zone, transaction, return code and class, also what is refused before it is a transaction', async () => {
    probe.scripts.set('ec.verify', () => Promise.reject(refuse('tokenInvalid')));
    await ask(probe.coreUrl, transactions.checkToken, hospital.keys, { input });
    probe.scripts.set('ec.verify', () => Promise.reject(new TypeError('x of undefined')));
    await ask(probe.coreUrl, transactions.checkToken, hospital.keys, { input });
    await post(probe.publicServiceUrl, '{', hospital.keys);
    expect(await requests({ zone: 'core', trans_type: 'ec.verify', code: '501001', class: 'refused' })).toBe(1);
    expect(await requests({ zone: 'core', trans_type: 'ec.verify', code: '-1', class: 'fault' })).toBe(1);
    expect(await requests({ zone: 'public-service', trans_type: 'none', code: '-2', class: 'refused' })).toBe(1);
    const before = await requests({ zone: 'core', trans_type: 'none', code: '-5' });
    await fetch(`${probe.coreUrl}/nowhere`);
    await fetch(`${probe.coreUrl}/%ff`);
    expect(await requests({ zone: 'core', trans_type: 'none', code: '-5' })).toBe(before + 2);
  });

  it('has durations whose classes hold each other and end with all', async () => {
    const samples = await scrape();
    const labels = { zone: 'core', trans_type: 'ec.verify' };
    const counts = samplesOf(samples, 'openec_request_duration_seconds_bucket', labels).map(({ value }) => value);
    expect(counts.toSorted((a, b) => a - b)).toEqual(counts);
    expect(counts.at(-1)).toBe(2);
    expect(samplesOf(samples, 'openec_request_duration_seconds_count', labels)).toMatchObject([{ value: 2 }]);
    expect(samplesOf(samples, 'openec_request_duration_seconds_bucket', { ...labels, le: '+Inf' })).toMatchObject([{ value: 2 }]);
  });

  it('tells the process, the database and nothing it does not know', async () => {
    const samples = await scrape();
    expect(samplesOf(samples, 'openec_database_writable')).toMatchObject([{ value: 1, labels: { tier: 'probe' } }]);
    expect(samplesOf(samples, 'openec_memory_bytes', { kind: 'resident' })[0].value).toBeGreaterThan(1e7);
    expect(samplesOf(samples, 'openec_event_loop_delay_seconds').map(({ labels }) => labels.quantile)).toEqual(['0.99', '1']);
    expect(samplesOf(samples, 'openec_outbox_messages')).toEqual([]);
  });

  it('makes no label of anything a caller says', async () => {
    const before = (await scrape()).length;
    const invented = (n: number) => ({ transType: `ec.made.up${n}`, data: loose({ idNo: ID_NO }) });
    for (let n = 0; n < 30; n += 1) await ask(probe.coreUrl, transactions.checkToken, hospital.keys, invented(n));
    await post(probe.coreUrl, `{"appId":"${ID_NO}","transType":"${ID_NO}"}`, hospital.keys);
    const samples = await scrape();
    expect(samples.length - before).toBeLessThan(20);
    for (const canary of [ID_NO, '甄测试', 'made', hospital.caller.keys.appId, input.ecToken]) expect(JSON.stringify(samples)).not.toContain(canary);
  });

  it('is refused to be read where a line is broken (the reading itself is sound)', () => {
    expect(() => parsePrometheusText('# TYPE a counter\na{b="c"} 1\n')).not.toThrow();
    const broken = [
      ['a 1\n', 'no type'], ['# TYPE a counter\na{b=c} 1\n', 'no sample'], ['# TYPE a counter\na one\n', 'no sample'],
      ['# TYPE a counter\na 1\na 1\n', 'stands twice'], ['# TYPE a counter\na 1', 'does not end'],
    ];
    for (const [text, why] of broken) expect(() => parsePrometheusText(text)).toThrow(why);
  });
});

describe('the process of a tier', () => {
  it('shows that its event loop was kept waiting', async () => {
    const monitor = probe.app.get(TierMonitor);
    const until = performance.now() + 400;
    while (performance.now() < until) Math.sqrt(until);
    await new Promise((resolve) => { setTimeout(resolve, 60); });
    expect((await monitor.state()).process.worstEventLoopDelayMs).toBeGreaterThan(200);
  });

  it('is told without what stands in a database that takes no writes', async () => {
    await probe.kernel.dataSource.query('PRAGMA query_only = ON');
    await new Promise((resolve) => { setTimeout(resolve, 300); });
    const { database, outbox } = await probe.app.get(TierMonitor).state();
    expect(database).toMatchObject({ writable: false, why: expect.stringMatching(/readonly/) });
    expect(outbox).toEqual([]);
    expect(samplesOf(await scrape(), 'openec_database_writable')).toMatchObject([{ value: 0 }]);
    await probe.kernel.dataSource.query('PRAGMA query_only = OFF');
  });
});
