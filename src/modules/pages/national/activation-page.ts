import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import { html } from '../../../kernel/print/html.js';
import { refuse, Refusal } from '../../../protocol/refusal.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialActivation, weaknessOf, type PasswordWeakness, type ProvenHandling } from '../../activation/national/index.js';
import { handedOver } from './handed-over.js';
import { said, type Bilingual, type Page } from './page.js';
import type { PageFlow } from './page-flow.js';
import { alert, confirmButton, declineButton, form, passwordField, type FormFields } from './page-form.js';
import { PageVisits, type OpenVisit, type WeighedForm } from './page-visits.js';

/** The rules of `password.rules.ts`, in words for persons. */
const RULES: Readonly<Record<PasswordWeakness, Bilingual>> = {
  'not-six-digits': ['密码为 6 位数字。', 'The password has six digits.'],
  'one-digit': ['不能六位都相同，如 111111。', 'Not the same digit six times, such as 111111.'],
  'a-run': ['不能连续递增或递减，如 123456。', 'No run of digits up or down, such as 123456.'],
  'in-id-number': ['不能是您证件号码中的一段。', 'No part of the number of your document.'],
};
const UNEQUAL: Bilingual = ['两次输入的密码不一致，请重新输入。', 'The two passwords differ. Please enter them again.'];

/** 6.1.3.3 b, c: the person whose real name and face were proven sets the password; the credential is activated and the channel authorized. */
@Injectable()
export class ActivationPage implements PageFlow {
  readonly kind = 'activation';
  readonly transType = transactions.activateCredential.transType;

  constructor(private readonly visits: PageVisits, private readonly activation: CredentialActivation, @Inject(CLOCK) private readonly clock: Clock) {}

  async page(open: OpenVisit, notice?: Bilingual): Promise<Page> {
    const { visit, channel } = open;
    const person = await this.requirePerson(open);
    return {
      status: 200,
      title: ['设置密码，激活医保电子凭证', 'Set a password and activate your electronic credential'],
      returnUrl: visit.returnUrl,
      body: html`<p>${said([
        `您正通过「${channel.name}」激活医保电子凭证。激活后，该应用即获授权使用。`,
        `You are activating your electronic credential through “${channel.name}”, which is thereby authorized to use it.`,
      ])}</p>
${handedOver(person)}
<p>${said(['请设置电子凭证密码：', 'Please set the password of the credential:'])}</p>
<ul>
${Object.values(RULES).map((rule) => html`<li>${said(rule)}</li>
`)}<li>${said(['密码只在本页输入，不会提供给该应用。', 'You enter it on this page only; the application does not get it.'])}</li>
</ul>
${alert(notice)}
${form(
  this.visits.formToken(visit), passwordField('password', ['密码', 'Password']), passwordField('repeated', ['再次输入密码', 'The password again']),
  confirmButton(['设置密码并激活', 'Set the password and activate']), declineButton(['暂不激活，返回应用', 'Do not activate, go back']),
)}`,
    };
  }

  async weigh(open: OpenVisit, fields: FormFields): Promise<WeighedForm | { readonly again: Bilingual }> {
    const { visit: { channelNumber } } = open;
    const password = fields('password');
    const weakness = weaknessOf(password, (await this.requirePerson(open)).idNo);
    if (weakness !== undefined) return { again: RULES[weakness] };
    if (password !== fields('repeated')) return { again: UNEQUAL };
    const { subject, facts, carryOut } = await this.activation.weigh({ ...handlingOf(open), channelNumber, password, at: this.clock.now() });
    return { transType: this.transType, subject, facts, carryOut: async () => {
      const activated = await carryOut();
      return activated instanceof Refusal ? activated : { authorizationCode: activated.authorizationCode };
    } };
  }

  /** Whose handling it is; the refusals are those of the activation, `500017` where it was done by another way meanwhile. */
  private async requirePerson(open: OpenVisit): Promise<CredentialRecord> {
    const handling = handlingOf(open);
    const person = await this.activation.requirePerson(handling.handlingSerialNo, open.visit.channelNumber, this.clock.now());
    if (person.state !== 'registered') throw refuse('activationWriteFailed', { diagnosis: 'the credential is activated already' });
    await this.activation.requireProven(handling);
    return person;
  }
}

function handlingOf({ visit: { handling } }: OpenVisit): ProvenHandling {
  if (handling === undefined) throw new Error('a visit to the page of an activation has a handling');
  return handling;
}
