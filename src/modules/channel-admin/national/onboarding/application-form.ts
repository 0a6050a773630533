import { IsBoolean } from 'class-validator';
import { MayBeAbsent, Section } from '../../../../kernel/config/config-rules.js';
import { parseDivisionCode, parseUnifiedSocialCreditCode } from '../../../../protocol/identifiers.js';
import { chinaDayStart } from '../../cooperation-agreement.rules.js';
import { ReadBy, Several, Telephone, Text } from '../access/field-rules.js';

/** The decision notice has five lines (D.2); a form with more channels would need a second notice. // INT-52 */
export const MOST_CHANNELS = 5;

/** 申请地医疗保障部门, with 联系人 and 联系电话/手机. */
export class DepartmentFields {
  @Text(40) name: string;
  /** Its administrative division, such as 350200. */
  @ReadBy(parseDivisionCode) division: string;
  @Text(20) contactName: string;
  @Telephone() contactPhone: string;
}

/** 第三方渠道名称, with 联系人 and 联系电话/手机. */
export class ThirdPartyFields {
  @Text(40) name: string;
  @Text(20) contactName: string;
  @Telephone() contactPhone: string;
}

/** One line of 拟接入渠道应用情况. */
export class ChannelFields {
  /** 渠道应用名称. */
  @Text(30) applicationName: string;
  /** 渠道名称. */
  @Text(30) providerName: string;
  /** 统一社会信用代码. */
  @ReadBy(parseUnifiedSocialCreditCode) creditCode: string;
  /** 覆盖区域: these cities (地市), such as 厦门市、泉州市; left out, the whole province (全省). */
  @MayBeAbsent() @Text(60) cities?: string;
  /** 覆盖业务. */
  @Text(60) business: string;
  @Text(20) contactName: string;
  @Telephone() contactPhone: string;
  /** 拟接入时间, yyyy-MM-dd. */
  @ReadBy(chinaDayStart) plannedOn: string;
  /** 是否签署整体合作协议. */
  @IsBoolean({ message: 'must be true or false' }) overallAgreementSigned: boolean;
  /** 是否签署本地合作协议. */
  @IsBoolean({ message: 'must be true or false' }) localAgreementSigned: boolean;
}

/** 医保电子凭证第三方渠道接入申请表 (D.2), as the applying department fills it in. */
export class ApplicationForm {
  @Section(() => DepartmentFields) department: DepartmentFields;
  @Section(() => ThirdPartyFields) thirdParty: ThirdPartyFields;
  @Several(() => ChannelFields, MOST_CHANNELS) channels: ChannelFields[];
}
