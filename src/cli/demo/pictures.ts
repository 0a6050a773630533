import { maskNumber } from '../../kernel/journal/redaction.js';
import type { CompletionNotice } from '../../protocol/transactions/completion-notice.js';
import { displayWidth, padLeft, padRight } from '../display-width.js';
import { drawBarCode } from './bar-drawing.js';
import { areaName, insuranceName } from './cast.js';
import type { Decoded, HandlingReceipt, Receipt } from './counter.js';
import type { NoticeLine } from './enrolled.js';
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

/** What the phone shows where a person is insured in several pooling areas (6.2.2.2 c 2). */
export function showChoice(narrator: Narrator, places: readonly { readonly poolingArea: string; readonly insuranceType: string }[]): void {
  frame(narrator, '手机：请选择参保地 phone: which insured place?', places.map(({ poolingArea, insuranceType }, index) => (
    `${index + 1}  ${padRight(areaName(poolingArea), 12)}  ${insuranceName(insuranceType)}`
  )));
}

/** The decision notice of D.2 as the channel gets it; here with its secrets masked. */
export function showNotice(narrator: Narrator, { channelNumber, appId, appSecret, digitalKey }: NoticeLine): void {
  const secrets = [['SECRET', maskNumber(appSecret, 2, 0)], ['数字密钥 digital key', maskNumber(digitalKey, 2, 0)]];
  const rows = [['渠道编号 channel number', channelNumber], ['APPID', appId], ...secrets];
  frame(narrator, '反馈单 decision notice', rows.map(([label = '', value = '']) => `${padRight(label, 23)} ${value}`));
}

/** 4.7: what the official channel shows a person of the other channels. */
export function showAuthorizations(narrator: Narrator, channels: readonly { readonly channelName: string; readonly state: string }[]): void {
  frame(narrator, '手机：授权管理 phone: my authorizations', channels.map(({ channelName, state }) => `${padRight(channelName, 24)} ${state}`));
}

/** 6.3.2.2 d: what a local core business system finds of what was done elsewhere. */
export function showNotices(narrator: Narrator, notices: readonly CompletionNotice[]): void {
  frame(narrator, '业务完成通知 completion notice', notices.flatMap(({ referenceNo, kind, insuOrg, businessProvince, businessType }) => [
    `referenceNo ${referenceNo}   kind ${kind}`,
    `insuOrg ${areaName(insuOrg)}   businessProvince ${businessProvince}   businessType ${businessType}`,
  ]));
}

/** A receipt for a business that is no settlement (6.3). */
export function showHandling(narrator: Narrator, { handlingNo, receiptNo, insuOrg, businessType }: HandlingReceipt): void {
  frame(narrator, '经办回执 handling receipt', [
    `handlingNo ${handlingNo}`, `receiptNo ${receiptNo}`, `insuOrg ${areaName(insuOrg)}   businessType ${businessType} 挂号 registration`,
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
