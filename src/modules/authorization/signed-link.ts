/** Signs the text of a link; the same text gives the same signature. */
export type LinkSigner = (text: string) => string;

/** A link of its own for one person at one channel: `base?…&signature=…`, the signature over everything else in the order of the alphabet. */
export function signedLink(base: string, members: Readonly<Record<string, string>>, sign: LinkSigner): string {
  const link = new URL(base);
  for (const name of Object.keys(members).toSorted()) link.searchParams.set(name, members[name] ?? '');
  link.searchParams.set('signature', sign(link.href));
  return link.href;
}
