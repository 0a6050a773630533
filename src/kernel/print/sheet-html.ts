import { escaped } from './html.js';
import { textSizeOf } from './sheet-pdf.js';
import { A4, leastHeightAt, LIST_TEXT, USUAL_TEXT, type Sheet, type SheetCell, type SheetRow } from './sheet.js';

/** What a browser may load for such a page: nothing but the style inside it. */
export const SHEET_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A sheet as an HTML document of its own, which prints on one A4 page as its PDF does, or on as many as a list needs. Every text is escaped. */
export async function sheetHtml(sheet: Sheet): Promise<string> {
  const size = await sizeFor(sheet);
  const { title, columns, rows, notes, headRows = 0 } = sheet;
  const whole = columns.reduce((sum, each) => sum + each, 0);
  const widths = columns.map((each) => `<col style="width:${((100 * each) / whole).toFixed(3)}%">`).join('');
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>${escaped(title)}</title>
<style>${styleOf(sheet, size)}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<table><colgroup>${widths}</colgroup><thead>
${rows.slice(0, headRows).map((row) => rowHtml(row, size)).join('\n')}
</thead><tbody>
${rows.slice(headRows).map((row) => rowHtml(row, size)).join('\n')}
</tbody></table>
<section>${notes.map((note) => `<p>${escaped(note)}</p>`).join('')}</section>
</main>
</body>
</html>
`;
}

/** A browser breaks lines by other rules and with the fonts it has: where one page is full, it is left some room. */
async function sizeFor(sheet: Sheet): Promise<number> {
  if (sheet.pages === 'as needed') return LIST_TEXT;
  const fits = await textSizeOf(sheet);
  return fits === USUAL_TEXT ? fits : fits - 0.5;
}

/** On the screen the page is drawn as a sheet of paper; in print the paper is the page. */
function styleOf({ landscape }: Sheet, size: number): string {
  const [width, height] = landscape ? [A4.height, A4.width] : [A4.width, A4.height];
  return `
@page { size: A4 ${landscape ? 'landscape' : 'portrait'}; margin: ${A4.margin}mm; }
* { box-sizing: border-box; }
body { margin: 0; background: #888; color: #000; font: ${size}pt/1.35 "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", SimSun, sans-serif; }
main { width: ${width}mm; min-height: ${height}mm; margin: 8mm auto; padding: ${A4.margin}mm; background: #fff; }
h1 { margin: 0 0 3mm; font-size: ${size + 6.5}pt; font-weight: 600; text-align: center; }
table { width: calc(100% - 0.4mm); border-collapse: collapse; table-layout: fixed; }
td { padding: 0.35em 0.5em; border: 0.3mm solid #000; text-align: center; vertical-align: middle; overflow-wrap: anywhere; white-space: pre-line; }
td.left { text-align: left; }
tr { break-inside: avoid; }
section { margin-top: 3mm; font-size: ${size - 1}pt; }
p { margin: 0 0 0.6mm; }
@media print {
  body { background: none; }
  main { width: auto; min-height: 0; margin: 0; padding: 0; }
}`;
}

function rowHtml(row: SheetRow, size: number): string {
  return `<tr style="height:${leastHeightAt(row, size).toFixed(1)}mm">${row.cells.map(cellHtml).join('')}</tr>`;
}

function cellHtml({ text, columns = 1, rows = 1, align = 'center' }: SheetCell): string {
  const spans = `${columns > 1 ? ` colspan="${columns}"` : ''}${rows > 1 ? ` rowspan="${rows}"` : ''}`;
  return `<td${spans}${align === 'left' ? ' class="left"' : ''}>${escaped(text)}</td>`;
}
