import { Inject } from '@nestjs/common';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { IDS, type Ids } from '../../../kernel/ids.js';
import { parseChannelNumber } from '../../../protocol/identifiers.js';
import type { SignType } from '../../../protocol/envelope.js';
import { refuse, refuseField } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import { issueApplication } from '../../../registry/application/issue-application.js';
import { ChannelStore } from '../../../registry/channel/channel.store.js';
import { ProvinceNotices } from './province-notices.js';

type Row = typeof transactions.registerChannel;
type Output = ShapeType<Row['output']>;

/**
 * 2.6, 4.3: enters a channel of the bureau's own; its channel number, APPID and SECRET are told once, here, and every province learns of it. A channel of
 * another party goes the whole way of 4.3 in the management centre, and is refused here with `-4`.
 */
@Handles(transactions.registerChannel)
export class RegisterChannelHandler implements Handler<Row> {
  constructor(
    private readonly channels: ChannelStore, private readonly notices: ProvinceNotices, @Inject(IDS) private readonly ids: Ids,
  ) {}

  async handle({ input, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    requireOfficial(input.kind);
    requireSigning(input.signTypes);
    const { record: application, issued } = issueApplication(input, this.ids);
    const channelNumber = parseChannelNumber(this.ids.upper(32));
    return act({ subject: channelNumber, facts: { kind: input.kind } }, async () => {
      const record = { channelNumber, name: input.name, kind: input.kind, standing: 'active' as const, application };
      await this.channels.put(record);
      await this.notices.toAll(channelNumber, transactions.syncChannel, { record });
      return { ...issued, channelNumber };
    });
  }
}

function requireOfficial(kind: string): void {
  if (kind === 'official') return;
  throw refuse('forbidden', { faults: [{ field: 'data.kind', reason: 'a channel of another party applies in the management centre (4.3)' }] });
}

/** INT-135: only terminals of institutions speak without a signature. Else `-2`. */
function requireSigning(signTypes: readonly SignType[]): void {
  if (signTypes.includes('plain')) throw refuseField('data.signTypes', 'a channel signs everything it says');
}
