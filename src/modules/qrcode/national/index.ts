export { CodeDecoder } from '../code-decoder.js';
export { QrCodeModule } from './qr-code.module.js';
