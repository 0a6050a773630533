import { generateSm2KeyPair, parseSm2PublicKey, Sm2KeyError } from '../../crypto/sm2.js';
import type { Ids } from '../../kernel/ids.js';
import type { EncType, SignType } from '../../protocol/envelope.js';
import { parseAppId, type AppId } from '../../protocol/identifiers.js';
import { refuseField } from '../../protocol/refusal.js';
import type { ApplicationRecord, SigningForms } from '../../protocol/transactions/application-record.js';

/** What an owner asks for: its public key and how it wants to talk. */
export interface WantedApplication {
  readonly publicKey: string;
  readonly signTypes: SignType[];
  readonly encTypes: EncType[];
  readonly signingForms?: SigningForms | undefined;
}

/** What the owner is handed, once. */
export interface IssuedApplication {
  readonly appId: AppId;
  readonly appSecret: string;
  readonly platformPublicKey: string;
}

/** Makes a new application: APPID, SECRET and our key pair for it (INT-21). Refuses a public key of the wrong form. */
export function issueApplication(wanted: WantedApplication, ids: Ids): { record: ApplicationRecord; issued: IssuedApplication } {
  const appId = parseAppId(ids.upper(32));
  const appSecret = ids.upper(32);
  const platform = generateSm2KeyPair();
  const record = {
    appId, appSecret, counterpartPublicKey: checkedPublicKey(wanted.publicKey), platformPrivateKey: platform.privateKey.toBase64(),
    signTypes: wanted.signTypes, encTypes: wanted.encTypes, signingForms: wanted.signingForms,
  };
  return { record, issued: { appId, appSecret, platformPublicKey: platform.publicKey.toBase64() } };
}

function checkedPublicKey(text: string): string {
  try {
    return parseSm2PublicKey(text).toBase64();
  } catch (error) {
    if (error instanceof Sm2KeyError) throw refuseField('data.publicKey', error.message);
    throw error;
  }
}
