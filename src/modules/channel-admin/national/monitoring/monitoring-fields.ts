import { IsIn } from 'class-validator';
import { MayBeAbsent } from '../../../../kernel/config/config-rules.js';
import { Text } from '../access/field-rules.js';
import { ReasonFields } from '../access/user-fields.js';
import { alertStates, type AlertState } from './alert.store.js';

export class RedeliveryFields extends ReasonFields {
  /** The peer whose messages are meant; without it all. */
  @MayBeAbsent() @Text(40) peer?: string;
}

export class AlertQuery {
  @MayBeAbsent() @IsIn(alertStates) state?: AlertState;
}
