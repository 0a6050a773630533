import { html, Html } from '../../../kernel/print/html.js';

/** A page before it is written: what stands in it, and where its form may lead. */
export interface Page {
  readonly status: number;
  readonly title: Bilingual;
  readonly body: Html;
  /** Address of the channel that the form leads back to in the end: a browser holds a redirection to the policy of the form, too. */
  readonly returnUrl?: string | undefined;
}

/** Chinese first. */
export type Bilingual = readonly [chinese: string, english: string];

const STYLE = `
*{box-sizing:border-box}
body{margin:0;background:#f2f4f7;color:#1b1f24;font:17px/1.55 "PingFang SC","Noto Sans CJK SC","Noto Sans SC","Microsoft YaHei",sans-serif}
main{max-width:30rem;margin:0 auto;padding:1.25rem;background:#fff;min-height:100vh}
header{border-bottom:3px solid #1462b0;padding-bottom:.5rem;margin-bottom:1rem;color:#1462b0;font-size:.95rem}
h1{font-size:1.35rem;line-height:1.3;margin:.25rem 0 1rem}
[lang=en]{display:block;color:#57606a;font-size:.85em;line-height:1.4}
dl{margin:1rem 0;padding:.75rem 1rem;background:#f2f4f7;border-radius:.5rem}
dt{color:#57606a;font-size:.85em}
dd{margin:0 0 .5rem;overflow-wrap:anywhere}
ul{padding-left:1.2rem;font-size:.95em}
label{display:block;margin:1rem 0 .25rem}
input{width:100%;padding:.7rem;font:inherit;letter-spacing:.3em;border:1px solid #8c959f;border-radius:.5rem;background:#fff;color:inherit}
button,.back{display:block;width:100%;margin-top:1rem;padding:.8rem;font:inherit;text-align:center;text-decoration:none;border:1px solid #1462b0;border-radius:.5rem;background:#fff;color:#1462b0}
button[value=confirm]{background:#1462b0;color:#fff}
button [lang=en],.back [lang=en]{color:inherit}
[role=alert]{margin:1rem 0;padding:.75rem 1rem;border-left:4px solid #b42318;background:#fef3f2}
:focus-visible{outline:3px solid #f0a020;outline-offset:2px}
`;

/** What is said in both languages. */
export const said = ([chinese, english]: Bilingual): Html => html`${chinese} <span lang="en">${english}</span>`;

/** The page as a document of its own; it loads nothing and runs nothing. */
export function documentOf({ title, body }: Page, nonce: string): string {
  return html`<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title[0]} · ${title[1]}</title>
<style nonce="${nonce}">${style}</style>
</head>
<body>
<main>
<header>${said(['国家医疗保障信息平台 · 医保电子凭证', 'National healthcare security platform · electronic credential'])}</header>
<h1>${said(title)}</h1>
${body}
</main>
</body>
</html>
`.text;
}

/** Ours as it stands, with no text of anybody else in it. */
const style = new Html(STYLE);

/** What a browser may do with a page: its one style, its form back here and from here to the channel, and nothing else; no frame around it. */
export function policyOf({ returnUrl }: Page, nonce: string): string {
  const targets = returnUrl === undefined ? "'none'" : `'self' ${new URL(returnUrl).origin}`;
  return `default-src 'none'; style-src 'nonce-${nonce}'; form-action ${targets}; base-uri 'none'; frame-ancestors 'none'`;
}
