export { ChannelAuthorizations } from './channel-authorizations.js';
export { AuthorizationModule } from './authorization.module.js';
