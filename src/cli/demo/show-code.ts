import type { ShapeType } from '../../protocol/shape.js';
import { transactions } from '../../protocol/transactions/index.js';
import type { EnrolledChannel } from './enrolled.js';
import type { Play } from './play.js';

type Input = ShapeType<typeof transactions.issueQrCode.input>;

/** What a display answers: a code, or pooling areas to choose from. */
export type Shown = ShapeType<typeof transactions.issueQrCode.output>;

/** 6.2.2.2 a: a channel asks the business place's province for a code; the official one unless another is named. */
export function askForCode({ wire, enrolled }: Play, province: string, input: Input, channel: EnrolledChannel = enrolled.channel): Promise<Shown> {
  return wire.channelAt(province, channel).call(transactions.issueQrCode, input);
}
