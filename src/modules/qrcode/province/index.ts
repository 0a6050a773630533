export { requireActivated, requireCovered } from '../display.rules.js';
export { DisplayPassword } from './display-password.js';
export { EcTokenStore, type TokenHolder } from './ec-token.store.js';
export type { FromTerminal } from './institution-access/terminal-access.js';
export { InstitutionCounter, type Counter, type PresentedAnswer } from './institution-counter.js';
export { QrCodeModule } from './qr-code.module.js';
export { StalePersons } from './stale-persons.js';
