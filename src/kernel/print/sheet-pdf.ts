import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { A4, leastHeightAt, USUAL_TEXT, type Sheet } from './sheet.js';

/** One file with all of GB 18030's usual characters, rare ones of personal names included; only the glyphs of a sheet are embedded in it. */
const FONT_FILE = createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf');

const POINTS_PER_MM = 72 / 25.4;
/** Tried from the largest on, until everything stands on one page. */
const TEXT_SIZES = [USUAL_TEXT, 9, 8.5, 8, 7.5, 7, 6.5, 6];

/** A sheet as a PDF of one A4 page, its Chinese text embedded and searchable. Throws when even the smallest letters need a second page. */
export async function sheetPdf(sheet: Sheet): Promise<Buffer> {
  return (await fitted(sheet)).bytes;
}

/** The size in points at which the text of a sheet fits on one page. Throws like {@link sheetPdf}. */
export async function textSizeOf(sheet: Sheet): Promise<number> {
  return (await fitted(sheet)).size;
}

async function fitted(sheet: Sheet): Promise<{ bytes: Buffer; size: number }> {
  for (const size of TEXT_SIZES) {
    const { bytes, pages } = await drawn(sheet, size);
    if (pages === 1) return { bytes, size };
  }
  throw new Error(`"${sheet.title}" does not fit on one page`);
}

async function drawn(sheet: Sheet, size: number): Promise<{ bytes: Buffer; pages: number }> {
  const document = new PDFDocument({
    size: 'A4', layout: sheet.landscape ? 'landscape' : 'portrait', margin: A4.margin * POINTS_PER_MM, font: FONT_FILE, lang: 'zh-CN', bufferPages: true,
    displayTitle: true, info: { Title: sheet.title },
  });
  const bytes = collected(document);
  measureWithoutLineEnds(document);
  document.fontSize(size + 6.5).text(sheet.title, { align: 'center' }).moveDown(0.5);
  document.fontSize(size);
  drawTable(document, sheet, size);
  document.x = document.page.margins.left;
  document.fontSize(size - 1).moveDown(0.8);
  for (const note of sheet.notes) document.text(note);
  const pages = document.bufferedPageRange().count;
  document.end();
  return { bytes: await bytes, pages };
}

function drawTable(document: PDFKit.PDFDocument, { columns, rows }: Sheet, size: number): void {
  const whole = columns.reduce((sum, each) => sum + each, 0);
  const { margins, width } = document.page;
  const room = width - margins.left - margins.right;
  document.table({
    columnStyles: columns.map((each) => (room * each) / whole),
    rowStyles: (index) => ({ minHeight: Math.max(leastHeightAt(rows[index] ?? { cells: [] }, size) * POINTS_PER_MM, size * 1.9) }),
    defaultStyle: { border: 0.75, padding: [size * 0.35, size * 0.5], align: { x: 'center', y: 'center' } },
    data: rows.map(({ cells }) => cells.map(({ text, columns: colSpan = 1, rows: rowSpan = 1, align = 'center' }) => (
      { text, colSpan, rowSpan, align: { x: align, y: 'center' as const } }
    ))),
  });
}

/** The library counts a line end as wide as a missing glyph and sets a centred line aside by half of that. */
function measureWithoutLineEnds(document: PDFKit.PDFDocument): void {
  const widthOf = document.widthOfString.bind(document);
  document.widthOfString = (text, options) => widthOf(text.replaceAll('\n', ''), options);
}

function collected(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => { chunks.push(chunk); });
    document.on('end', () => { resolve(Buffer.concat(chunks)); });
    document.on('error', reject);
  });
}
