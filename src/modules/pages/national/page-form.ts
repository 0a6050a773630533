import { html, type Html } from '../../../kernel/print/html.js';
import { said, type Bilingual } from './page.js';

/** The members of a form that was handed in; what was not sent is empty. */
export type FormFields = (name: 'formToken' | 'decision' | 'password' | 'repeated') => string;

/** Reads a form as browsers send it. Of what is sent twice the first counts. */
export function readForm(body: Buffer | undefined): FormFields {
  const fields = new URLSearchParams((body ?? Buffer.alloc(0)).toString('utf8'));
  return (name) => fields.get(name) ?? '';
}

/** A form that is handed in to the address it was shown at. */
export const form = (token: string, ...parts: readonly (Html | undefined)[]): Html => html`<form method="post" autocomplete="off">
<input type="hidden" name="formToken" value="${token}">
${parts.filter((part) => part !== undefined)}
</form>`;

/** Six digits of a password, typed on the number keys of a telephone. */
export const passwordField = (name: 'password' | 'repeated', label: Bilingual): Html => html`<label for="${name}">${said(label)}</label>
<input id="${name}" name="${name}" type="password" inputmode="numeric" maxlength="6" autocomplete="off">
`;

export const confirmButton = (label: Bilingual): Html => html`<button name="decision" value="confirm">${said(label)}</button>
`;

/** Leads back to the channel without a code; needs no password. */
export const declineButton = (label: Bilingual): Html => html`<button name="decision" value="decline">${said(label)}</button>
`;

/** What went wrong, read out by a screen reader at once. */
export const alert = (text: Bilingual | undefined): Html | undefined => text && html`<p role="alert">${said(text)}</p>`;
