import { IsIn } from 'class-validator';
import { MayBeAbsent } from '../../../../kernel/config/config-rules.js';
import { parseOrgId } from '../../../../protocol/identifiers.js';
import { standings, terminalKinds, type Standing, type TerminalKind } from '../../../../protocol/transactions/application-record.js';
import { ReadBy, Text } from '../access/field-rules.js';

/** Which terminals are asked for. */
export class TerminalQuery {
  @MayBeAbsent() @ReadBy(parseOrgId) orgId?: string;
  /** Part of the name, the institution's name, the filing number or the MAC address. */
  @MayBeAbsent() @Text(100) text?: string;
  @MayBeAbsent() @IsIn(terminalKinds) kind?: TerminalKind;
  @MayBeAbsent() @IsIn(standings) standing?: Standing;
}

/** How the outcome of an upload is wanted. */
export class UploadQuery {
  @MayBeAbsent() @IsIn(['json', 'csv']) format?: 'json' | 'csv';
}
