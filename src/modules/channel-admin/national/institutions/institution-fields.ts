import { IsIn } from 'class-validator';
import { MayBeAbsent } from '../../../../kernel/config/config-rules.js';
import { institutionKinds, standings, type InstitutionKind, type Standing } from '../../../../protocol/transactions/application-record.js';
import { Text } from '../access/field-rules.js';

/** Which institutions are asked for. */
export class InstitutionQuery {
  /** Part of the name or of the id. */
  @MayBeAbsent() @Text(100) text?: string;
  @MayBeAbsent() @IsIn(institutionKinds) kind?: InstitutionKind;
  @MayBeAbsent() @IsIn(standings) standing?: Standing;
}
