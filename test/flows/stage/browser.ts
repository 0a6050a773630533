/** What a page's address was answered with. */
export interface Shown {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

/** A citizen's browser, as far as the dedicated pages need one: follows no redirection by itself, and sends what stands in a form. */
export const browser = {
  opens: (url: string): Promise<Shown> => show(url, {}),

  /** Fills in the form of a page and presses a button. */
  hands: (page: Shown, entered: Readonly<Record<string, string>>): Promise<Shown> => sends(page.url, { ...hiddenIn(page), ...entered }),

  /** Sends these members alone, whatever stands in the page. */
  sends,
};

function sends(url: string, fields: Readonly<Record<string, string>>): Promise<Shown> {
  return show(url, { method: 'POST', body: new URLSearchParams(fields) });
}

async function show(url: string, init: RequestInit): Promise<Shown> {
  const answer = await fetch(url, { ...init, redirect: 'manual' });
  return { url, status: answer.status, headers: answer.headers, html: await answer.text() };
}

/** Members that the page itself puts into its form. */
export function hiddenIn({ html }: Shown): Record<string, string> {
  return Object.fromEntries([...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [name, value]));
}

/** What a person may press on a page: the values of its buttons. */
export const buttonsOf = ({ html }: Shown): string[] => [...html.matchAll(/<button name="decision" value="([^"]*)">/g)].map(([, value = '']) => value);

/** What a person reads: the text of the page without its tags. */
export const textOf = ({ html }: Shown): string => html.replace(/<style.*?<\/style>/s, '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim();

/** Where the person is sent, with what the page tells there. */
export function sentTo({ status, headers }: Shown): { address: string; told: Record<string, string> } {
  const location = headers.get('location');
  if (status !== 303 || location === null) throw new Error(`nobody is sent anywhere: ${status}`);
  const url = new URL(location);
  const told = Object.fromEntries(url.searchParams);
  return { address: `${url.origin}${url.pathname}`, told };
}
