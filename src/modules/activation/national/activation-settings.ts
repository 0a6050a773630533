import type { OutsideAddress } from '../../../kernel/link/outside-system.js';
import type { AlipayAccess } from './alipay/alipay-gateway.js';
import type { WechatAddress } from './wechat/http-wechat-real-name.js';
import type { WechatSettings } from './wechat/wechat.port.js';

/** What the activation room must be told. */
export interface ActivationSettings {
  /** How long the steps of one handling may take, in milliseconds. */
  readonly handlingMs: number;
  readonly realName: OutsideAddress;
  readonly realPerson: OutsideAddress;
  readonly wechat: WechatAddress & WechatSettings;
  readonly alipay: AlipayAccess;
}

export const ACTIVATION_SETTINGS = Symbol('ActivationSettings');
