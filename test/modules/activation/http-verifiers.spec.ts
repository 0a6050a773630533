import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../src/kernel/clock.js';
import { Contacts } from '../../../src/kernel/link/contacts.js';
import { HttpRealNameVerifier } from '../../../src/modules/activation/national/http-verifiers.js';

const person = { idType: '01', idNo: '350203199001011239', userName: '甄测试' };
let server: http.Server;
let asked: number;

/** A verifier that answers the first question on every connection and breaks the connection at the next, as one does that has just closed it. */
async function forgetfulVerifier(answersPerConnection: number): Promise<HttpRealNameVerifier> {
  const used = new WeakMap<object, number>();
  asked = 0;
  server = http.createServer((request, response) => {
    asked += 1;
    const times = (used.get(request.socket) ?? 0) + 1;
    used.set(request.socket, times);
    if (times > answersPerConnection) request.socket.resetAndDestroy();
    else response.end('{"result":"match"}');
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return new HttpRealNameVerifier({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, timeoutMs: 2_000 }, new Contacts(systemClock));
}

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => { server.close(resolve); });
});

describe('an outside verifier over kept connections', () => {
  it('is asked once more when it has closed the connection meanwhile: that is no verdict and no silence', async () => {
    const verifier = await forgetfulVerifier(1);
    for (let time = 0; time < 3; time += 1) await expect(verifier.verify(person)).resolves.toBe('match');
    expect(asked).toBe(5);
  });

  it('has no answer when it breaks every connection', async () => {
    const verifier = await forgetfulVerifier(0);
    await expect(verifier.verify(person)).rejects.toMatchObject({ returnCode: { code: -3 }, diagnosis: expect.stringContaining('real-name verifier') });
    expect(asked).toBe(2);
  });
});
