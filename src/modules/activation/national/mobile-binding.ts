import { Injectable } from '@nestjs/common';
import type { CredentialNumber, HandlingSerialNo, MobileNumber } from '../../../protocol/identifiers.js';
import { refuseField, type Refusal } from '../../../protocol/refusal.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { PersonMobileStore } from '../../../registry/person/person-mobile.store.js';
import { SmsCodes } from '../../authorization/national/index.js';

export interface ProvenMobile {
  readonly mobile: MobileNumber;
  readonly smsCode: string;
}

/** 手机号: becomes the person's when the code that was sent to it in this handling is entered. */
@Injectable()
export class MobileBinding {
  constructor(private readonly codes: SmsCodes, private readonly credentials: CredentialStore, private readonly mobiles: PersonMobileStore) {}

  /** Number and code, where the person gives a number; one without the other is `-2`. */
  requireBoth({ mobile, smsCode }: Partial<ProvenMobile>): ProvenMobile | undefined {
    if (mobile !== undefined && smsCode !== undefined) return { mobile, smsCode };
    if (mobile === undefined && smsCode === undefined) return undefined;
    throw refuseField(mobile === undefined ? 'data.mobile' : 'data.smsCode', 'mobile and smsCode stand together or not at all');
  }

  /** Judges the code and binds the number, in the open unit of work; a refusal says why not. */
  async bind(handling: HandlingSerialNo, credentialNumber: CredentialNumber, { mobile, smsCode }: ProvenMobile, now: number): Promise<Refusal | undefined> {
    const refusal = await this.codes.judge({ smsType: 'activate', subject: handling }, smsCode, now, mobile);
    const personId = await this.credentials.personOf(credentialNumber);
    if (refusal === undefined && personId !== undefined) await this.mobiles.bind(personId, mobile, now);
    return refusal;
  }
}
