import type { Table } from 'typeorm';
import { bigint, integer, key, nullable, table, text, varchar } from '../../kernel/persistence/table-columns.js';

/** Limits of channels and what they have used of them; both tiers have them. */
export function channelPolicyTables(): Table[] {
  return [
    table('channel_policy', [
      key(varchar('channel_number', 32)), text('allowed_addresses'), text('allowed_trans_types'), integer('requests_per_minute'),
      integer('requests_per_day'), bigint('changed_at'),
    ]),
    table('channel_usage', [key(varchar('channel_number', 32)), key(varchar('day', 10)), integer('admitted')]),
  ];
}

/** Tokens, tickets and one-time codes; the national tier has them. */
export function accessPassTable(): Table {
  return table('access_pass', [
    key(varchar('pass_index', 64)), varchar('kind', 12), varchar('channel_number', 32), nullable(text('stands_for')), bigint('expires_at'),
    nullable(bigint('consumed_at')),
  ]);
}
