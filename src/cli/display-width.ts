/** Han characters and full-width forms take two columns of a terminal. Boxes, arrows and marks are counted as one, as most terminals draw them. */
const WIDE = /[\p{Script=Han}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;

/** How many columns of a terminal a text takes; it must hold no control sequences. */
export function displayWidth(text: string): number {
  return [...text].reduce((width, character) => width + (WIDE.test(character) ? 2 : 1), 0);
}

/** Fills up with blanks at the end to `width` columns; a longer text stays as it is. */
export function padRight(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** Fills up with blanks at the beginning to `width` columns; a longer text stays as it is. */
export function padLeft(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** Rows as lines with aligned columns, two blanks between them. */
export function alignedColumns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, column) => { widths[column] = Math.max(widths[column] ?? 0, displayWidth(cell)); });
  return rows.map((row) => row.map((cell, column) => padRight(cell, widths[column] ?? 0)).join('  ').trimEnd());
}

/** Where a line may end: after a blank, and beside a Han character or a full-width sign, but not before one that closes nor after one that opens. */
const BREAKS = /(?<= )(?=[^ ])|(?<=[\p{Script=Han}，。、；：！？）」》])(?=[^ ，。、；：！？）」》])|(?<=[^ （「《])(?=[\p{Script=Han}（「《])/u;

/** Breaks a text into lines of at most `width` columns; a longer word stands on a line of its own. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.split(BREAKS)) {
    if (line !== '' && displayWidth((line + piece).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return [...lines, line.trimEnd()];
}
