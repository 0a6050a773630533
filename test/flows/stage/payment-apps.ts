import { generateRsa2KeyPair } from '../../../src/crypto/rsa2.js';
import { AlipaySimulator } from '../../../src/sandbox/alipay/alipay-simulator.js';
import { WechatSimulator } from '../../../src/sandbox/wechat/wechat-simulator.js';

const APP_ID = '2026000000000001';
const merchant = { mchId: '1900000001', apiKey: 'simulated-merchant-api-key-00001' };
const encryptKey = Buffer.alloc(16, 7).toString('base64');

/** WeChat Pay and Alipay as a stage knows them: servers of their own, and what the national tier is configured with to ask them. */
export class PaymentApps {
  private readonly keys = generateRsa2KeyPair();
  private urls = { wechat: '', alipay: '' };

  private constructor(private readonly wechatPay: WechatSimulator, private readonly alipayPlatform: AlipaySimulator) {}

  static async open(): Promise<PaymentApps> {
    const apps = new PaymentApps(new WechatSimulator(merchant), new AlipaySimulator());
    apps.alipayPlatform.registers(APP_ID, { publicKey: apps.keys.publicKey, encryptKey });
    apps.urls = { wechat: await apps.wechatPay.start(), alipay: await apps.alipayPlatform.start() };
    return apps;
  }

  /** The section `wechat`: these channels are linked, with a merchant unless said otherwise. */
  wechat(...accounts: { channelNumber: string; merchant?: undefined | typeof merchant }[]): object {
    const linked = accounts.map((account) => ({ appId: 'wx0000000000000001', merchant, ...account }));
    return { tokenUrl: this.urls.wechat, checkUrl: this.urls.wechat, accounts: linked.map((each) => Object.fromEntries(Object.entries(each).filter(([, value]) => value !== undefined))) };
  }

  /** The section `alipay`; `saying` replaces members. */
  alipay(saying: object = {}): object {
    const { privateKey } = this.keys;
    const whole = { url: this.urls.alipay, appId: APP_ID, privateKey, alipayPublicKey: this.alipayPlatform.publicKey, encryptKey, ...saying };
    return Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined));
  }

  async close(): Promise<void> {
    await this.wechatPay.stop();
    await this.alipayPlatform.stop();
  }
}
