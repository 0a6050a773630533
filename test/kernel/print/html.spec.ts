import { expect, it } from '@jest/globals';
import { html, Html } from '../../../src/kernel/print/html.js';

it('escapes what is put in, in elements and in attributes', () => {
  expect(html`<a href="${'"><script>'}">${"'&<b>"}</a>`.text).toBe('<a href="&quot;&gt;&lt;script&gt;">&#39;&amp;&lt;b&gt;</a>');
});

it('takes HTML as it is, lists of it too, and writes nothing for what is not there', () => {
  const item = (text: string) => html`<li>${text}</li>`;
  expect(html`<ul>${['<', '1'].map(item)}${undefined}${7}${new Html('<br>')}</ul>`.text).toBe('<ul><li>&lt;</li><li>1</li>7<br></ul>');
});
