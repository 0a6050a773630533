import QRCode from 'qrcode';

/** Light modules around the code. The standard of QR asks for four; in a terminal two are enough for the readers of phones, and it stays small. */
const QUIET = 2;

/**
 * Draws a code value (2.2) as a QR code for the terminal: one character for two modules, one above the other, dark modules filled. 28 digits make a
 * code of 21 × 21 modules, that is 25 columns and 13 lines.
 */
export function drawQrCode(value: string): string[] {
  const { modules } = QRCode.create(value, { errorCorrectionLevel: 'M' });
  const isDark = (row: number, column: number): boolean => (
    row >= 0 && column >= 0 && row < modules.size && column < modules.size && modules.get(row, column) !== 0
  );
  const lines: string[] = [];
  for (let row = -QUIET; row < modules.size + QUIET; row += 2) {
    let line = '';
    for (let column = -QUIET; column < modules.size + QUIET; column += 1) line += block(isDark(row, column), isDark(row + 1, column));
    lines.push(line);
  }
  return lines;
}

function block(upper: boolean, lower: boolean): string {
  if (upper) return lower ? '█' : '▀';
  return lower ? '▄' : ' ';
}
