export { ChannelAuthorizationStore } from '../channel-authorization.store.js';
export { requireGranted, requireNotRevoked, requireOwnCode } from '../authorization.rules.js';
export { AuthorizationModule } from './authorization.module.js';
