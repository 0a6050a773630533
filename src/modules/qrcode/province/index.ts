export { EcTokenStore, type TokenHolder } from './ec-token.store.js';
export { QrCodeModule } from './qr-code.module.js';
export { StalePersons } from './stale-persons.js';
