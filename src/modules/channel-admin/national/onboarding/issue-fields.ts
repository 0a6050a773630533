import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, Max, Min } from 'class-validator';
import { IsSm2PublicKey, MayBeAbsent } from '../../../../kernel/config/config-rules.js';
import type { EncType, SignType } from '../../../../protocol/envelope.js';
import { signingForms, type SigningForms } from '../../../../protocol/transactions/application-record.js';
import { Several, Text } from '../access/field-rules.js';
import { MOST_CHANNELS } from './application-form.js';

/** What a channel brings along for its keys: its own public key, and how it wants to talk. */
export class ChannelKeyFields {
  /** 序号 of the form. */
  @IsInt() @Min(1) @Max(MOST_CHANNELS) rowNo: number;
  /** SM2, Base64 or hex of 04‖X‖Y. */
  @IsSm2PublicKey() publicKey: string;
  /** A channel of another party always signs. */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(2) @ArrayUnique() @IsIn(['SM2', 'SM3'], { each: true }) signTypes: SignType[];
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(3) @ArrayUnique() @IsIn(['plain', 'SM4', 'SM2'], { each: true }) encTypes: EncType[];
  /** INT-110; any where it is not said. */
  @MayBeAbsent() @IsIn(signingForms) signingForms?: SigningForms;
}

/** Issue of keys. D.2 note 3: a channel must have passed the technical verification and the security assessment. */
export class IssueFields {
  @Several(() => ChannelKeyFields, MOST_CHANNELS) channels: ChannelKeyFields[];
  /** 技术标准验证: number of the report. */
  @Text(60) technicalVerification: string;
  /** 安全测评: number of the report. */
  @Text(60) securityAssessment: string;
}
