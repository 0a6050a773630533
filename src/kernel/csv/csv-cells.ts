/** The cells of one line of comma-separated values (RFC 4180, no line end inside quotes); undefined where the quotes do not match. */
export function csvCells(text: string): string[] | undefined {
  if (!text.includes('"')) return text.split(',');
  const cells: string[] = [];
  let rest = text;
  for (;;) {
    const [whole, quoted, plain] = CELL.exec(rest) ?? [];
    if (whole === undefined) return undefined;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (whole.length === rest.length) return cells;
    if (rest[whole.length] !== ',') return undefined;
    rest = rest.slice(whole.length + 1);
  }
}

const CELL = /^(?:"((?:[^"]|"")*)"|([^",]*))/;
