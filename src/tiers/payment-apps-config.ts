import { IsBase64, IsInt, IsString, IsUrl, Matches, Max, Min, MinLength, ValidateIf } from 'class-validator';
import { MayBeAbsent, Section, SectionList } from '../kernel/config/config-rules.js';

const OUTSIDE = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };

/** What WeChat Pay knows a merchant by. */
export class WechatMerchantConfig {
  @Matches(/^\d{8,10}$/, { message: 'must be 8 to 10 digits' }) mchId: string;
  @IsString() @MinLength(16) apiKey: string;
}

/** C.4 500025, 500026: the mini program or official account of one channel. */
export class WechatAccountConfig {
  @IsString() channelNumber: string;
  @IsString() appId: string;
  /** Absent: real names by WeChat are refused for this channel (500026). */
  @ValidateIf((account: WechatAccountConfig) => account.merchant !== undefined) @Section(() => WechatMerchantConfig) merchant?: WechatMerchantConfig;
}

/** WeChat Pay, and which channel is linked with which account. */
export class WechatConfig {
  @MayBeAbsent() @IsUrl(OUTSIDE) tokenUrl?: string;
  @MayBeAbsent() @IsUrl(OUTSIDE) checkUrl?: string;
  @IsInt() @Min(100) @Max(60_000) timeoutMs = 5_000;
  @SectionList(() => WechatAccountConfig) accounts: WechatAccountConfig[] = [];
}

/** Our application at Alipay's open platform; what is absent is answered with 500043. */
export class AlipayConfig {
  @MayBeAbsent() @IsUrl(OUTSIDE) url?: string;
  @MayBeAbsent() @IsString() appId?: string;
  /** PKCS#8, Base64. */
  @MayBeAbsent() @IsBase64() privateKey?: string;
  /** SubjectPublicKeyInfo, Base64. */
  @MayBeAbsent() @IsBase64() alipayPublicKey?: string;
  /** AES, Base64 of 16 bytes. */
  @MayBeAbsent() @Matches(/^[A-Za-z0-9+/]{22}==$/, { message: 'must be Base64 of 16 bytes' }) encryptKey?: string;
  @IsInt() @Min(100) @Max(60_000) timeoutMs = 5_000;
}
