import { IdempotencyRecordEntity } from '../idempotency/idempotency-record.entity.js';
import { JournalEntryEntity } from '../journal/journal-entry.entity.js';
import { OutboxEntryEntity } from '../outbox/outbox-entry.entity.js';
import { DataKeyEntity } from '../protection/data-key.entity.js';

/** The entities of the tables in `kernel-tables.ts`, for the entity list of every tier. */
export const kernelEntities = [DataKeyEntity, JournalEntryEntity, IdempotencyRecordEntity, OutboxEntryEntity];
