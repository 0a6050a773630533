import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { transactions } from '../../src/protocol/transactions/index.js';
import { openStageWithCast, type Cast } from '../flows/stage/cast.js';
import { xiamen } from '../flows/stage/places.js';
import { nationalWith } from '../flows/stage/restarted.js';
import { CliProcess, openec } from './cli-process.js';
import { freePortRange } from './port-range.js';

let cast: Cast;
let first: number;
const processes: CliProcess[] = [];
beforeAll(async () => {
  first = await freePortRange(2);
  cast = await openStageWithCast({ onFiles: true });
});
afterAll(async () => {
  for (const each of processes) each.kill();
  await cast.stage.close();
});

/** Starts one, and reads the section that it prints for the national tier. */
async function sectionOf(command: string, name: string, port: number): Promise<Record<string, unknown>> {
  const simulator = new CliProcess([command, '--port', String(port)]);
  processes.push(simulator);
  const [line] = await simulator.says(new RegExp(`\\{"${name}":.*\\}`));
  return JSON.parse(line) as Record<string, unknown>;
}

const agreedAt = async (port: number, { userName, idNo }: { userName: string; idNo: string }): Promise<Record<string, string>> => {
  const answer = await fetch(`http://127.0.0.1:${port}/consent?${new URLSearchParams({ userName, idNo }).toString()}`);
  return (await answer.json()) as Record<string, string>;
};

it('openec wechat-simulator and alipay-simulator say what the national tier is configured with, and real names are checked there', async () => {
  const { stage, partner } = cast;
  const [wechat, alipay] = [await sectionOf('wechat-simulator', 'wechat', first), await sectionOf('alipay-simulator', 'alipay', first + 1)];
  const linked = JSON.parse(JSON.stringify(wechat).replace('"channelNumber":"…"', `"channelNumber":"${partner.channelNumber}"`)) as object;
  await nationalWith(stage, { ...linked, ...alipay });
  const citizen = await stage.citizen({ insuredIn: [xiamen] });
  const { openId, wechatCode } = await agreedAt(first, citizen);
  const { authCode } = await agreedAt(first + 1, citizen);
  const asked = { ...citizen.identity, businessPlace: xiamen, openId, wechatCode };
  await expect(partner.speaker.ask(stage.national.publicServiceUrl, transactions.verifyRealNameByWechat, asked)).resolves.toMatchObject({ credentialState: 'registered' });
  await expect(partner.speaker.ask(stage.national.publicServiceUrl, transactions.verifyRealNameByAlipay, { authCode, businessPlace: xiamen }))
    .resolves.toMatchObject({ credentialState: 'registered' });
});

it.each(['wechat-simulator', 'alipay-simulator'])('openec %s starts in no production', async (command) => {
  const { code, stderr } = await openec([command, '--port', String(first), '--environment', 'production']);
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('production') });
});
