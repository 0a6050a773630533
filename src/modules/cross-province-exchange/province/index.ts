export { requireSameBusiness } from '../handling.rules.js';
export { BusinessHandlingStore } from './business-handling.store.js';
export { CompletionNotices } from './completion-notices.js';
export { CrossProvinceExchangeModule } from './cross-province-exchange.module.js';
export { handledBy, type HandledEntry, type HandlingOrder, type HandlingOutcome } from './handling-order.js';
export { HandlingProcess } from './handling-process.js';
export { InsuredRecords } from './insured-records.js';
export { NATIONAL_GATEWAY, type NationalGateway } from './national-gateway.port.js';
export { NationalPasswordCheck } from './national-password-check.js';
