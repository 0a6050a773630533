import type { QrValue } from '../../protocol/identifiers.js';
import type { Receipt } from './counter.js';
import { yuan } from './pictures.js';
import type { Shown } from './show-code.js';
import type { Stage } from './stage.js';

/** The code a display must have given. Throws `StoryError` where it asks for a choice instead. */
export function requireCode(stage: Stage, { ecQrCode }: Shown): QrValue {
  if (ecQrCode !== undefined) return ecQrCode;
  stage.expect(false, ['应返回二维码', 'a code value'], '6.2.2.2', 'pooling areas to choose from');
  throw new Error('an expectation that does not hold throws');
}

/** Fund, personal account and cash make the total, to the fen. */
export function expectSharesAddUp(stage: Stage, { totalFen, fundFen, personalAccountFen, cashFen }: Receipt, asked: number): void {
  const parts = [fundFen, personalAccountFen, cashFen];
  const sum = parts.reduce((one, other) => one + other, 0);
  const words = [`回执分文不差：${parts.map(yuan).join(' + ')} = ${yuan(asked)} 元`, 'the receipt adds up to the fen'] as const;
  stage.expect(totalFen === asked && sum === asked, words, '6.4.2.2 c', `${yuan(sum)} of ${yuan(asked)} yuan`);
}
