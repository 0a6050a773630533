import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../src/kernel/clock.js';
import { Contacts } from '../../../src/kernel/link/contacts.js';
import { HttpSmsSender } from '../../../src/modules/authorization/national/http-sms-sender.js';
import { parseMobileNumber } from '../../../src/protocol/identifiers.js';
import { SmsSimulator } from '../../../src/sandbox/sms/sms-simulator.js';

const simulator = new SmsSimulator();
const contacts = new Contacts(systemClock);
let url = '';
beforeAll(async () => { url = await simulator.start(); });
afterAll(() => simulator.stop());

const message = (mobile: string, code = '123456') => ({ mobile: parseMobileNumber(mobile), smsType: 'activate' as const, code, validSeconds: 300 });
const shown = async (query = ''): Promise<unknown> => (await fetch(url + query)).json();

describe('the simulated gateway, spoken to by the real adapter', () => {
  it('shows what it was handed, the newest first, all or those to one number', async () => {
    const sender = new HttpSmsSender({ url, timeoutMs: 1_000 }, contacts);
    await sender.send(message('13811112222', '000001'));
    await sender.send(message('13811113333', '000002'));
    await sender.send(message('13811112222', '000003'));
    expect(await shown('?mobile=13811112222')).toEqual([message('13811112222', '000003'), message('13811112222', '000001')]);
    expect(await shown()).toHaveLength(3);
  });

  it('does not accept or does not answer, which is -3, and keeps nothing of it', async () => {
    const sender = new HttpSmsSender({ url, timeoutMs: 300 }, contacts);
    await expect(sender.send(message('13811110000'))).rejects.toMatchObject({ returnCode: { code: -3 } });
    await expect(sender.send(message('13811119999'))).rejects.toMatchObject({ returnCode: { code: -3 } });
    expect(await shown('?mobile=13811110000')).toEqual([]);
  });

  it('is refused as not configured without an address (500032), and as silent where nobody listens (-3)', async () => {
    await expect(new HttpSmsSender({ url: undefined, timeoutMs: 300 }, contacts).send(message('13811112222'))).rejects.toMatchObject({ returnCode: { code: 500032 } });
    const nobody = new HttpSmsSender({ url: 'http://127.0.0.1:1/sms', timeoutMs: 300 }, contacts);
    await expect(nobody.send(message('13811112222'))).rejects.toMatchObject({ returnCode: { code: -3 } });
  });

  it('outlives what it cannot read', async () => {
    expect((await fetch(url, { method: 'POST', body: 'no JSON' })).status).toBe(400);
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
    expect(await shown()).toHaveLength(3);
  });
});
