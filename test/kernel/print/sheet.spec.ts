import { describe, expect, it } from '@jest/globals';
import { sheetHtml } from '../../../src/kernel/print/sheet-html.js';
import { sheetPdf } from '../../../src/kernel/print/sheet-pdf.js';
import type { Sheet } from '../../../src/kernel/print/sheet.js';

const sheet = (text: string, lines = 1): Sheet => ({
  title: '示例表', landscape: false, columns: [1, 2], notes: ['说明：1. 示例'],
  rows: Array.from({ length: lines }, () => ({ cells: [{ text: '名称' }, { text, align: 'left' as const }], leastHeight: 8 })),
});

const pagesOf = (pdf: Buffer): number => (pdf.toString('latin1').match(/\/Type \/Page\b/g) ?? []).length;

describe('a form on one A4 page', () => {
  it('is a PDF of one page with its font embedded, and no larger than its glyphs', async () => {
    const pdf = await sheetPdf(sheet('甄测试、龑、䶮、㛃'));
    const text = pdf.toString('latin1');
    expect(text.startsWith('%PDF-')).toBe(true);
    expect(pagesOf(pdf)).toBe(1);
    expect(text).toMatch(/\/FontFile2 /);
    expect(text).toContain('/ToUnicode');
    expect(text).toContain('/MediaBox [0 0 595.28 841.89]');
    expect(pdf.length).toBeLessThan(60_000);
  });

  it('makes the text smaller until one page is enough', async () => {
    expect(pagesOf(await sheetPdf(sheet('很长的一行示例文字'.repeat(10), 20)))).toBe(1);
  });

  it('says so when nothing makes it fit, instead of a second page', async () => {
    await expect(sheetPdf(sheet('很长的一行示例文字'.repeat(40), 60))).rejects.toThrow('does not fit on one page');
  });

  it('is an HTML document of its own that prints on A4 and loads nothing', async () => {
    const html = await sheetHtml(sheet('甄测试'));
    expect(html).toContain('@page { size: A4 portrait; margin: 12mm; }');
    expect(html).toContain('<td class="left">甄测试</td>');
    expect(html).not.toMatch(/<script|<link|<img|url\(|@import|https?:/);
  });

  it('lets no text out of its cell', async () => {
    const html = await sheetHtml(sheet(`<script>alert("1")</script> & '示例'`));
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;示例&#39;');
    expect(html).not.toContain('<script');
  });
});
