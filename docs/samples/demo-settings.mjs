/**
 * What the demo's pharmacy was handed, as lines for a shell: eval "$(node docs/samples/demo-settings.mjs demo-data)"
 * The address (EC_URL) and a live code (EC_QR_CODE) stand in the request that the demo prints.
 */
import { readFileSync } from 'node:fs';

const [, , folder = 'demo-data', orgId = 'P35020300002'] = process.argv;
const { enrolled: { institutions: { [orgId]: { keys, filingNumber } } } } = JSON.parse(readFileSync(`${folder}/demo.json`, 'utf8'));
const settings = {
  EC_ORG_ID: orgId, EC_APP_ID: keys.appId, EC_APP_SECRET: keys.appSecret, EC_PRIVATE_KEY: keys.privateKey,
  EC_PLATFORM_PUBLIC_KEY: keys.counterpartPublicKey, EC_TERMINAL: filingNumber,
};
for (const [name, value] of Object.entries(settings)) console.log(`export ${name}='${value}'`);
