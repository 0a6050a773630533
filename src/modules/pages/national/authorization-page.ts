import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import { html } from '../../../kernel/print/html.js';
import { refuse, Refusal } from '../../../protocol/refusal.js';
import type { CredentialRecord } from '../../../protocol/transactions/credential-record.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { CredentialStore } from '../../../registry/credential/credential.store.js';
import { Lockout, PersonalGrant, triesLeft } from '../../authorization/national/index.js';
import { handedOver } from './handed-over.js';
import { said, type Bilingual, type Page } from './page.js';
import type { PageFlow } from './page-flow.js';
import { alert, confirmButton, declineButton, form, passwordField, type FormFields } from './page-form.js';
import { PageVisits, type OpenVisit, type WeighedForm } from './page-visits.js';

/** 6.1.4.3 a: the person sees which channel asks and what it has handed over, and confirms with the password, or does not. */
@Injectable()
export class AuthorizationPage implements PageFlow {
  readonly kind = 'authorization';
  readonly transType = transactions.grantAuthorization.transType;

  constructor(
    private readonly visits: PageVisits, private readonly credentials: CredentialStore, private readonly grants: PersonalGrant, private readonly lockout: Lockout,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async page(open: OpenVisit, notice?: Bilingual): Promise<Page> {
    const { visit, channel } = open;
    const person = await this.requirePerson(open);
    const { triesLeft: left, lockedMs } = await this.lockout.standing('password', visit.credentialNumber, this.clock.now());
    const locked = lockedMs > 0;
    const tries: Bilingual | undefined = notice && !locked ? [`还可以尝试 ${left} 次。`, `${triesLeft(left)}.`] : undefined;
    return {
      status: 200,
      title: ['授权使用医保电子凭证', 'Authorize the use of your electronic credential'],
      returnUrl: visit.returnUrl,
      body: html`<p>${said([`「${channel.name}」申请使用您的医保电子凭证。`, `“${channel.name}” asks to use your electronic credential.`])}</p>
${handedOver(person)}
<ul>
<li>${said(['同意后，该应用可以为您展示电子凭证二维码、办理医保业务。', 'If you agree, the application may show your credential code and handle healthcare security business for you.'])}</li>
<li>${said(['您的密码只在本页输入，不会提供给该应用。', 'You enter your password on this page only; the application does not get it.'])}</li>
<li>${said(['您可以随时在国家医疗保障局官方渠道暂停或撤销授权。', 'You may suspend or withdraw the authorization at any time in the official channel.'])}</li>
</ul>
${alert(notice)}${alert(tries)}${alert(locked ? lockedFor(lockedMs) : undefined)}
${form(
  this.visits.formToken(visit), locked ? undefined : passwordField('password', ['医保电子凭证密码（6 位数字）', 'Password of the credential (6 digits)']),
  locked ? undefined : confirmButton(['同意授权', 'Authorize']), declineButton(['不同意，返回应用', 'Decline and go back']),
)}`,
    };
  }

  async weigh(open: OpenVisit, fields: FormFields): Promise<WeighedForm | { readonly again: Bilingual }> {
    const { visit } = open;
    const password = fields('password');
    if (password === '') return { again: ['请输入密码。', 'Please enter the password.'] };
    const at = this.clock.now();
    if ((await this.lockout.standing('password', visit.credentialNumber, at)).lockedMs > 0) return { again: ['密码未被接受。', 'The password was not accepted.'] };
    const person = await this.requirePerson(open);
    // INT-133: whose way back got lost confirms once more, and the channel gets the code that stands.
    const { subject, facts, carryOut } = await this.grants.weigh({ channelNumber: visit.channelNumber, person, proof: { password }, at, again: 'same code' });
    return { transType: this.transType, subject, facts, carryOut: async () => {
      const granted = await carryOut();
      return granted instanceof Refusal ? granted : { authorizationCode: granted.record.authorizationCode, facts: { made: granted.made } };
    } };
  }

  /** 4.4: a link ends with the identity it was made for. */
  private async requirePerson({ visit }: OpenVisit): Promise<CredentialRecord> {
    const person = await this.credentials.find(visit.credentialNumber);
    if (person?.state === 'activated') return person;
    throw refuse('credentialNotFound', { diagnosis: `the credential is ${person?.state ?? 'unknown'}` });
  }
}

function lockedFor(ms: number): Bilingual {
  const minutes = Math.ceil(ms / 60_000);
  return [`密码错误次数过多，已锁定，请 ${minutes} 分钟后再试。`, `Too many wrong passwords: locked for ${minutes} more ${minutes === 1 ? 'minute' : 'minutes'}.`];
}
