export { NATIONAL_GATEWAY, type NationalGateway } from './national-gateway.port.js';
export { CrossProvinceExchangeModule } from './cross-province-exchange.module.js';
