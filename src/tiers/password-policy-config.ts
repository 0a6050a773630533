import { IsIn, ValidateBy } from 'class-validator';
import { businessTypes } from '../protocol/dictionaries/business-types.js';
import { unitBusinessTypes } from '../protocol/dictionaries/unit-business-types.js';
import { passwordMoments, type PasswordMoment, type PasswordPolicy } from '../registry/policy/password-policy.js';

/** Business types of table C.1 or of units (INT-67), five digits, each with where its password is asked for. */
function PasswordMomentsByBusinessType(): PropertyDecorator {
  const known = (code: string): boolean => [...businessTypes, ...unitBusinessTypes].some((each) => each.code === code);
  const holds = ([code, moment]: [string, unknown]): boolean => known(code) && passwordMoments.includes(moment as PasswordMoment);
  return ValidateBy({
    name: 'passwordMomentsByBusinessType',
    validator: {
      validate: (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value) && Object.entries(value).every(holds),
      defaultMessage: () => `must name business types of table C.1 or of units with one of ${passwordMoments.join(', ')}`,
    },
  });
}

/** 4.2, INT-18: where this province asks for the credential's password. */
export class PasswordPolicyConfig implements PasswordPolicy {
  @IsIn(passwordMoments) default: PasswordMoment = 'none';
  @PasswordMomentsByBusinessType() byBusinessType: Readonly<Record<string, PasswordMoment>> = {};
}
