import type { QueryRunner } from 'typeorm';
import { bigint, index, indexWhere, integer, key, table, text, varchar } from '../../kernel/persistence/table-columns.js';

const tables = () => [
  table('figure_count', [
    key(varchar('source', 2)), key(varchar('day', 10)), key(varchar('channel_number', 32)), key(varchar('trans_type', 40)), key(varchar('figure', 20)),
    key(varchar('province', 2)), key(varchar('business_type', 5)), key(integer('return_code')),
    bigint('times'), bigint('total_fen'), bigint('fund_fen'), bigint('personal_account_fen'), bigint('cash_fen'),
  ], [index('ix_figure_count_day', ['day'])]),
  table('figure_section', [
    key(varchar('source', 2)), key(varchar('day', 10)), key(varchar('channel_number', 32)), key(varchar('trans_type', 40)),
    bigint('revision'), bigint('reported_revision'),
  ], [indexWhere('ix_figure_section_unreported', ['source', 'day'], '"revision" > "reported_revision"')]),
  table('counting_progress', [key(integer('id')), bigint('journal_sequence')]),
  table('counting_source', [key(varchar('source', 2)), bigint('counted_until')]),
  table('tallied_answer', [
    key(varchar('id', 36)), bigint('at'), varchar('actor', 80), varchar('trans_type', 40), integer('return_code'), text('facts'), integer('times'),
  ]),
  table('shown_person', [key(varchar('day', 10)), key(varchar('channel_number', 32)), key(varchar('person', 128)), integer('codes')]),
];

/** The tables of 报表统计 (5.2.1), at both tiers. Counting begins with what happens from now on: older entries of a journal do not say what must be counted. */
export async function createStatisticsTables(runner: QueryRunner): Promise<void> {
  for (const each of tables()) await runner.createTable(each);
  await runner.query('INSERT INTO counting_progress (id, journal_sequence) SELECT 1, COALESCE(MAX(sequence), 0) FROM journal_entry');
}

export async function dropStatisticsTables(runner: QueryRunner): Promise<void> {
  for (const each of tables().toReversed()) await runner.dropTable(each);
}
