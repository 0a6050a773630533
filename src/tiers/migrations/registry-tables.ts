import type { Table } from 'typeorm';
import { bigint, index, key, table, text, unique, varchar } from '../../kernel/persistence/table-columns.js';

/** Tables of the registry and of the authorizations, which both tiers have from their first migration on. */
export function registryTables(): Table[] {
  return [
    table('registered_application', [
      key(varchar('app_id', 32)), varchar('owner_kind', 20), varchar('owner_id', 40), text('app_secret'), varchar('counterpart_public_key', 100),
      text('platform_private_key'), varchar('sign_types', 20), varchar('enc_types', 20), varchar('standing', 10),
    ], [unique('uq_registered_application_owner', ['owner_kind', 'owner_id'])]),
    table('channel', [key(varchar('channel_number', 32)), varchar('name', 100), varchar('kind', 12), varchar('standing', 10), bigint('changed_at')]),
    table('designated_institution', [
      key(varchar('org_id', 40)), varchar('name', 100), varchar('kind', 10), varchar('division', 6), varchar('standing', 10), bigint('changed_at'),
    ]),
    table('acceptance_terminal', [
      key(varchar('filing_number', 20)), varchar('org_id', 40), varchar('name', 50), varchar('purpose', 200), varchar('version', 20),
      varchar('using_institution', 100), varchar('developer', 100), varchar('filed_on', 8), varchar('mac', 17), varchar('kind', 12), varchar('standing', 10),
    ], [index('ix_acceptance_terminal_org', ['org_id'])]),
    table('insured_person', [
      key(varchar('person_id', 36)), varchar('identity_index', 64), varchar('id_type', 2), text('id_no'), text('user_name'),
    ], [unique('uq_insured_person_identity', ['identity_index'])]),
    table('insured_place', [key(varchar('person_id', 36)), key(varchar('pooling_area', 6)), varchar('insurance_type', 3)]),
    table('electronic_credential', [
      key(varchar('credential_number', 64)), varchar('person_id', 36), varchar('state', 12), bigint('changed_at'),
    ], [index('ix_electronic_credential_person', ['person_id'])]),
    table('channel_authorization', [
      key(varchar('code_index', 64)), text('code'), varchar('channel_number', 32), varchar('credential_number', 64), varchar('state', 10),
      bigint('changed_at'),
    ], [unique('uq_channel_authorization_pair', ['channel_number', 'credential_number'])]),
  ];
}
