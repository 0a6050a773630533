export { ActivationModule } from './activation.module.js';
export { CredentialActivation, type ProvenHandling } from './credential-activation.js';
export { weaknessOf, type PasswordWeakness } from '../password.rules.js';
