import type { Command } from 'commander';
import { randomBytesOf } from '../crypto/random.js';
import { generateRsa2KeyPair } from '../crypto/rsa2.js';
import { AlipaySimulator } from '../sandbox/alipay/alipay-simulator.js';
import { WechatSimulator } from '../sandbox/wechat/wechat-simulator.js';
import { simulatorCommand } from './simulator-command.js';

const CONSENT = 'consent?userName=…&idNo=…';

/** `openec wechat-simulator`: simulated WeChat Pay, which checks real names (C.4 500025, 500026). It says what the national tier is configured with to ask it. */
export function wechatSimulatorCommand(): Command {
  const merchant = { mchId: '1900000001', apiKey: randomBytesOf(16).toString('hex') };
  return simulatorCommand('wechat-simulator', {
    chinese: '微信支付实名核验', english: 'WeChat Pay', open: () => new WechatSimulator(merchant),
    addresses: (url) => [
      `${url}/${CONSENT}  GET 用户同意 · where the user agrees`, '', '国家中台配置 · for the configuration of the national tier:',
      JSON.stringify({ wechat: { tokenUrl: url, checkUrl: url, accounts: [{ channelNumber: '…', appId: 'wx0000000000000001', merchant }] } }),
    ],
  });
}

/** `openec alipay-simulator`: Alipay's simulated open platform: real names and faces (C.4 500043 to 500048). It too says what the national tier is configured with. */
export function alipaySimulatorCommand(): Command {
  const [appId, keys, encryptKey] = ['2026000000000001', generateRsa2KeyPair(), randomBytesOf(16).toString('base64')];
  const simulator = new AlipaySimulator();
  simulator.registers(appId, { publicKey: keys.publicKey, encryptKey });
  return simulatorCommand('alipay-simulator', {
    chinese: '支付宝开放平台', english: 'open platform of Alipay', open: () => simulator,
    addresses: (url) => [
      `${new URL('/', url).href}${CONSENT}  GET 用户同意 · where the user agrees`, '', '国家中台配置 · for the configuration of the national tier:',
      JSON.stringify({ alipay: { url, appId, privateKey: keys.privateKey, alipayPublicKey: simulator.publicKey, encryptKey } }),
    ],
  });
}
