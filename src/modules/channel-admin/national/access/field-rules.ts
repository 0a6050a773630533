import { Type, type ClassConstructor } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, ValidateBy, ValidateNested, type ValidationOptions } from 'class-validator';
import { FormatError } from '../../../../protocol/identifiers.js';

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Text of 1 to `most` characters: visible, no blanks at its ends. */
export function Text(most: number, options?: ValidationOptions): PropertyDecorator {
  return ReadBy((text) => {
    const length = [...text].length;
    if (length < 1 || length > most) throw new FormatError(`1 to ${most} characters`);
    if (text.trim() !== text) throw new FormatError('no blanks at the ends');
    if (INVISIBLE.test(text)) throw new FormatError('one line of visible characters');
  }, options);
}

/** Text in the form that one of the parsers of the standard reads; the fault says the parser's rule. */
export function ReadBy(parse: (text: string) => unknown, options?: ValidationOptions): PropertyDecorator {
  const why = (value: unknown): string | undefined => {
    if (typeof value !== 'string') return 'must be text';
    try {
      parse(value);
      return undefined;
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return error.message;
    }
  };
  return ValidateBy({ name: 'readBy', validator: {
    validate: (value: unknown) => why(value) === undefined,
    defaultMessage: (args) => [args?.value].flat().map(why).find((reason) => reason !== undefined) ?? '',
  } }, options);
}

/** 联系电话/手机. */
export function Telephone(): PropertyDecorator {
  return ReadBy((text) => {
    if (!/^\+?\d(?:[ -]?\d){4,17}$/.test(text)) throw new FormatError('5 to 18 digits, with + in front and blanks or hyphens between where wanted');
  });
}

/** A list of objects with rules of their own, at least one. */
export function Several(type: () => ClassConstructor<object>, most: number): PropertyDecorator {
  const message = `must be a list of 1 to ${most} objects`;
  return every(
    IsArray({ message }), ArrayMinSize(1, { message }), ArrayMaxSize(most, { message }), IsObject({ each: true, message }),
    ValidateNested({ each: true, message }), Type(type),
  );
}

function every(...rules: PropertyDecorator[]): PropertyDecorator {
  return (target, property) => { for (const rule of rules) rule(target, property); };
}
