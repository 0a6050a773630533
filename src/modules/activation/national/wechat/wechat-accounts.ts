import { Inject, Injectable } from '@nestjs/common';
import { refuse } from '../../../../protocol/refusal.js';
import { WECHAT_SETTINGS, type WechatMerchant, type WechatSettings } from './wechat.port.js';

/** Which channel is linked with which mini program or official account. // INT-122 */
@Injectable()
export class WechatAccounts {
  constructor(@Inject(WECHAT_SETTINGS) private readonly settings: WechatSettings) {}

  /** A channel's account with the merchant by which it asks for real names. No account is `500025`, an account without a merchant `500026`. */
  require(channelNumber: string): { appId: string; merchant: WechatMerchant } {
    const account = this.settings.accounts.find((each) => each.channelNumber === channelNumber);
    if (account === undefined) throw refuse('officialAccountNotConfigured', { diagnosis: `wechat.accounts has no entry for channel ${channelNumber}` });
    const { appId, merchant } = account;
    if (merchant === undefined) throw refuse('wechatMerchantNotConfigured', { diagnosis: `the entry of ${appId} in wechat.accounts has no merchant` });
    return { appId, merchant };
  }
}
