import { maskNumber } from '../../kernel/journal/redaction.js';
import { displayWidth, padLeft, padRight } from '../display-width.js';
import { drawBarCode } from './bar-drawing.js';
import { areaName } from './cast.js';
import type { Decoded, Receipt } from './counter.js';
import type { Narrator } from './narrator.js';
import { drawQrCode } from './qr-drawing.js';

const MARGIN = '   ';

/** The code as the phone shows it, with what there is to say beside it. */
export function showQrCode(narrator: Narrator, value: string, beside: readonly string[]): void {
  const lines = drawQrCode(value);
  const first = Math.floor((lines.length - beside.length) / 2);
  lines.forEach((line, index) => narrator.line(`${MARGIN}${narrator.paint.blackOnWhite(line)}   ${beside[index - first] ?? ''}`.trimEnd()));
}

/** The same value as a one-dimensional code (4.10), which is wider than the story: it has its lines to itself. */
export function showBarCode(narrator: Narrator, value: string): void {
  narrator.line();
  for (const line of drawBarCode(value)) narrator.line(narrator.paint.blackOnWhite(line));
}

/** A code value in groups, as a person would read it. */
export const grouped = (value: string): string => value.replace(/(\d{4})(?=\d)/g, '$1 ');

/** What the screen at the counter shows after a scan (table A.5); here with the number of the person masked and the token cut. */
export function showDecoded(narrator: Narrator, { userName, idType, idNo, ecToken, insuOrg, ecIndexNo }: Decoded): void {
  const rows: [string, string][] = [
    ['userName 用户姓名', userName],
    ['idNo 证件号码', `${maskNumber(idNo, 3, 2)}  idType ${idType}`],
    ['insuOrg 参保地', areaName(insuOrg)],
    ['ecToken 令牌', maskNumber(ecToken, 8, 0)],
    ['ecIndexNo 索引号', ecIndexNo],
  ];
  frame(narrator, '屏幕 screen', rows.map(([label, value]) => `${padRight(label, 20)} ${value}`));
}

/** A receipt in yuan; the shares add up to the total. */
export function showReceipt(narrator: Narrator, { settlementNo, insuOrg, totalFen, fundFen, personalAccountFen, cashFen }: Receipt): void {
  const amount = (label: string, fen: number): string => `${padRight(label, 34)} ${padLeft(yuan(fen), 21)}`;
  frame(narrator, '结算回执 receipt（元 yuan）', [
    `settlementNo ${settlementNo}   insuOrg ${areaName(insuOrg)}`,
    amount('统筹基金支付 pooling fund', fundFen),
    amount('个人账户支付 personal account', personalAccountFen),
    amount('个人现金支付 cash', cashFen),
    amount('费用总额 total', totalFen),
  ]);
}

/** Fen as yuan, to the fen. */
export function yuan(fen: number): string {
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
}

function frame(narrator: Narrator, title: string, lines: readonly string[]): void {
  const width = Math.max(displayWidth(title) + 2, ...lines.map(displayWidth));
  narrator.line(`${MARGIN}┌ ${title} ${'─'.repeat(width - displayWidth(title))}┐`);
  for (const line of lines) narrator.line(`${MARGIN}│ ${padRight(line, width)} │`);
  narrator.line(`${MARGIN}└${'─'.repeat(width + 2)}┘`);
}
