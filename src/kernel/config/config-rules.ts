import { Type, type ClassConstructor } from 'class-transformer';
import { IsObject, ValidateBy, ValidateIf, ValidateNested } from 'class-validator';
import { parseSm2PrivateKey, parseSm2PublicKey } from '../../crypto/sm2.js';

/**
 * An object with rules of its own. Said in three rules because each alone lets something pass: `ValidateNested` an absent object and a list in its place.
 */
export function Section(type: () => ClassConstructor<object>): PropertyDecorator {
  return every(IsObject({ message: 'must be an object' }), ValidateNested({ message: 'must be an object' }), Type(type));
}

/** A list of objects with rules of their own; absent it is refused, so give it a default. */
export function SectionList(type: () => ClassConstructor<object>): PropertyDecorator {
  const message = 'must be a list of objects';
  return every(IsObject({ each: true, message }), ValidateNested({ each: true, message }), Type(type));
}

/** May be left out. Unlike `IsOptional`, null is refused: it would reach the program as a value. */
export function MayBeAbsent(): PropertyDecorator {
  return ValidateIf((_section, value) => value !== undefined);
}

/** SM2 private key, Base64 or hex. The fault says what is wrong with it and holds no part of it. */
export function IsSm2PrivateKey(): PropertyDecorator {
  return readBy('isSm2PrivateKey', parseSm2PrivateKey);
}

/** SM2 public key, Base64 or hex of 04‖X‖Y: a point of the curve. */
export function IsSm2PublicKey(): PropertyDecorator {
  return readBy('isSm2PublicKey', parseSm2PublicKey);
}

function readBy(name: string, parse: (text: string) => unknown): PropertyDecorator {
  const why = (value: unknown): string | undefined => {
    if (typeof value !== 'string') return 'must be Base64 text';
    try {
      parse(value);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };
  return ValidateBy({
    name,
    validator: { validate: (value: unknown) => why(value) === undefined, defaultMessage: (args) => why(args?.value) ?? '' },
  });
}

function every(...rules: readonly PropertyDecorator[]): PropertyDecorator {
  return (target, property) => { for (const rule of rules) rule(target, property); };
}
