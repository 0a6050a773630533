export { ChannelAuthorizations } from './channel-authorizations.js';
export { CodeHolders } from './code-holders.js';
export { CredentialPasswordStore } from './credential-password.store.js';
export { Lockout } from './lockout.js';
export { PasswordCheck } from './password-check.js';
export type { SmsPurpose } from './sms-code.store.js';
export { SmsCodes } from './sms-codes.js';
export { maskMobile, requireSmsType } from '../sms.rules.js';
export { AuthorizationModule } from './authorization.module.js';
