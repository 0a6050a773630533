export { ActivationModule } from './activation.module.js';
export { CredentialActivation } from './credential-activation.js';
export { weaknessOf, type PasswordWeakness } from '../password.rules.js';
