import { IsBoolean, IsIn, ValidateIf } from 'class-validator';
import { MayBeAbsent } from '../../../../kernel/config/config-rules.js';
import { applicationStates, type ApplicationState } from '../../application-state.rules.js';
import { Text } from '../access/field-rules.js';

/** 省级医疗保障部门意见. */
export class EndorsementFields {
  @Text(100) opinion: string;
}

/** 受理结果: 同意 / 不同意, with 原因, which a refusal must give. */
export class DecisionFields {
  @IsBoolean({ message: 'must be true or false' }) approved: boolean;
  @ValidateIf(({ approved, reason }: DecisionFields) => approved !== true || reason !== undefined) @Text(100) reason?: string;
}

/** Which applications are asked for. */
export class ApplicationQuery {
  @MayBeAbsent() @IsIn(applicationStates) state?: ApplicationState;
}
