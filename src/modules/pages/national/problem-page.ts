import { html } from '../../../kernel/print/html.js';
import type { ReturnCodeName } from '../../../protocol/dictionaries/return-codes.js';
import type { Refusal } from '../../../protocol/refusal.js';
import { returnCodeCauses } from '../../../protocol/dictionaries/return-code-causes.js';
import { said, type Bilingual, type Page } from './page.js';

const STATUS: Partial<Record<ReturnCodeName, number>> = { userNotAuthorized: 410, signatureInvalid: 403, forbidden: 403, badAddress: 404, unknownError: 500 };
const CONFLICT = 409;

/** What the person does about it, where table C.4 does not say it well enough. */
const ADVICE: Partial<Record<ReturnCodeName, Bilingual>> = {
  userNotAuthorized: ['链接已使用或已过期。请返回应用，重新进入。', 'The link was used or has expired. Please go back to the application and enter again.'],
  signatureInvalid: ['链接不完整或被改动。请返回应用，重新进入。', 'The link is incomplete or was altered. Please go back to the application and enter again.'],
  handlingExpired: ['办理时间已过。请返回应用，从实名认证重新开始。', 'The time for this is over. Please go back to the application and begin with the real-name check.'],
};

/** Why it does not go on here: code and text of table C.4, and the way back to the channel where there is one. */
export function problemPage({ returnCode }: Refusal, wayBack: string | undefined): Page {
  const { code, name, text } = returnCode;
  const advice = ADVICE[name] ?? ['请返回应用后重试。', `Please go back to the application and try again: ${returnCodeCauses[name].english}.`];
  return {
    status: STATUS[name] ?? CONFLICT,
    title: ['无法继续办理', 'This cannot go on'],
    body: html`<p role="alert">${text}（${code}）</p>
<p>${said(advice)}</p>
${wayBack === undefined ? undefined : html`<a class="back" href="${wayBack}">${said(['返回应用', 'Back to the application'])}</a>`}`,
  };
}
