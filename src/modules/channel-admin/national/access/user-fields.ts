import { ArrayMaxSize, Equals, IsArray } from 'class-validator';
import { FormatError } from '../../../../protocol/identifiers.js';
import { parseScope } from '../../area.rules.js';
import { parseRole, type Role } from '../../role.rules.js';
import { ReadBy, Text } from './field-rules.js';

const PASSWORD_ROOM = 512;

/** 3 to 40 characters, so that it fits the journal and every address. */
function userName(text: string): string {
  if (/^[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*$/.test(text) && text.length >= 3 && text.length <= 40) return text;
  throw new FormatError('3 to 40 lower-case letters and digits, starting with a letter, with single dots or hyphens between');
}

function typedPassword(text: string): void {
  if (text.length < 1 || text.length > PASSWORD_ROOM) throw new FormatError(`1 to ${PASSWORD_ROOM} characters`);
}

export class LoginFields {
  /** Any text: a name that nobody can have is answered like any other. */
  @ReadBy(typedPassword) name: string;
  @ReadBy(typedPassword) password: string;
}

export class PasswordChangeFields {
  @ReadBy(typedPassword) currentPassword: string;
  @ReadBy(typedPassword) newPassword: string;
}

/** What an administrator says of a user. */
export class UserFields {
  @Text(40) displayName: string;
  @ReadBy(parseScope) scope: string;
  @IsArray({ message: 'must be a list of roles' }) @ArrayMaxSize(10) @ReadBy(parseRole, { each: true }) roles: Role[];
}

export class NewUserFields extends UserFields {
  @ReadBy(userName) name: string;
  /** The user must choose another one at the first login. */
  @ReadBy(typedPassword) initialPassword: string;
}

export class InitialPasswordFields {
  @ReadBy(typedPassword) initialPassword: string;
}

/** Why something is done, for the journal of whoever asks later. */
export class ReasonFields {
  @Text(200) reason: string;
}

/** A body in which nothing may stand. The validator takes a class without any rule for one it does not know, hence the rule that cannot be broken. */
export class NoFields {
  @Equals(undefined) nothing?: undefined;
}
