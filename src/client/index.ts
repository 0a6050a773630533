/** What an integrator takes: docs/integrating.md. */
export { ChannelClient, type ChannelOptions } from './channel-client.js';
export { HttpPoster, Unreachable } from './http-post.js';
export { InstitutionClient, type InstitutionOptions } from './institution-client.js';
export { PartyClient, type CallOptions, type InputOf, type OutputOf, type PartyOptions } from './party-client.js';
export type { Plain } from './plain.js';
export { TransactionClient, UntrustedAnswer, TRANSACTION_PATH } from './transaction-client.js';
export { generateSm2KeyPair, parseSm2PrivateKey, parseSm2PublicKey } from '../crypto/sm2.js';
export { returnCodes, type ReturnCode } from '../protocol/dictionaries/return-codes.js';
export { keyRing, type KeyRing, type KeyRingTexts } from '../protocol/key-ring.js';
export { openResponse } from '../protocol/open-response.js';
export { Refusal } from '../protocol/refusal.js';
export { sealRequest, type Travel } from '../protocol/seal.js';
export { signingString } from '../protocol/signing-string.js';
export { transactions } from '../protocol/transactions/index.js';
