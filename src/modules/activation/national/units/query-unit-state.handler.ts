import type { Call } from '../../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../../kernel/dispatch/handler.js';
import type { ShapeType } from '../../../../protocol/shape.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import { ChannelStore } from '../../../../registry/channel/channel.store.js';
import { UnitCredentialStore } from '../../../../registry/unit/unit-credential.store.js';
import { UnitStore } from '../../../../registry/unit/unit.store.js';
import { ChannelAuthorizations } from '../../../authorization/national/index.js';
import { nextFlow } from '../../state.rules.js';

type Row = typeof transactions.queryUnitState;
type Output = ShapeType<Row['output']>;

/** 6.1.2.3 b 状态判断, for a unit: whether its credential is activated, whether this channel may use it, and which flow comes next. */
@Handles(transactions.queryUnitState)
export class QueryUnitStateHandler implements Handler<Row> {
  constructor(
    private readonly units: UnitStore, private readonly credentials: UnitCredentialStore, private readonly channels: ChannelStore,
    private readonly authorizations: ChannelAuthorizations,
  ) {}

  async handle({ input, caller }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const { unitId } = await this.units.require(input);
    const { credentialNumber, state } = await this.credentials.requireOfUnit(unitId);
    const channel = await this.channels.require(caller.ownerId);
    const authorization = await this.authorizations.findOfPair(channel.channelNumber, credentialNumber);
    const next = nextFlow(state, channel.kind, authorization?.state);
    return { credentialState: state, authorized: next === 'use', next, authorizationState: authorization?.state };
  }
}
