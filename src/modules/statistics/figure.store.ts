import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { UnitOfWork } from '../../kernel/persistence/unit-of-work.js';
import { CountingSourceEntity } from './counting-source.entity.js';
import { FigureCountEntity } from './figure-count.entity.js';
import { FigureSectionEntity } from './figure-section.entity.js';
import { merged, type Count } from './figures.rules.js';

/** What counts are kept and reported by. */
export type SectionKey = Pick<FigureSectionEntity, 'day' | 'channelNumber' | 'transType'>;

/** The counts of one section as whoever counted them has them. */
export interface Section extends SectionKey {
  readonly revision: number;
  readonly counts: readonly Count[];
}

/** The numbers of this tier and, at national, those that the provinces have reported. */
@Injectable()
export class FigureStore {
  constructor(private readonly work: UnitOfWork) {}

  /** Adds own counts, in the open unit of work. Each section that changes gets its next revision. */
  async add(source: string, counts: readonly Count[]): Promise<void> {
    const writer = this.work.writer();
    for (const count of merged(counts)) await addOne(writer, source, count);
    const sections = new Map(counts.map(({ day, channelNumber, transType }) => [`${day} ${channelNumber} ${transType}`, { day, channelNumber, transType }]));
    for (const section of sections.values()) await nextRevision(writer, source, section);
  }

  /** Sections that have changed since they were reported, the oldest days first. */
  async unreported(source: string, most: number): Promise<Section[]> {
    const rows = await this.work.reader().getRepository(FigureSectionEntity).createQueryBuilder('section').where({ source })
      .andWhere('section.revision > section.reportedRevision').orderBy('section.day').addOrderBy('section.channelNumber').addOrderBy('section.transType')
      .limit(most).getMany();
    return Promise.all(rows.map(async ({ day, channelNumber, transType, revision }) => {
      const counts = await this.work.reader().getRepository(FigureCountEntity).findBy({ source, day, channelNumber, transType });
      return { day, channelNumber, transType, revision, counts };
    }));
  }

  /** Notes that sections were put on their way, in the open unit of work. */
  async markReported(source: string, sections: readonly Section[]): Promise<void> {
    const rows = this.work.writer().getRepository(FigureSectionEntity);
    for (const { day, channelNumber, transType, revision } of sections) {
      await rows.update({ source, day, channelNumber, transType }, { reportedRevision: revision });
    }
  }

  /** Puts a reported section in the place of the one that is known, unless that is as new or newer. In the open unit of work. */
  async replace(source: string, { counts, revision, ...key }: Section): Promise<void> {
    const writer = this.work.writer();
    const known = await writer.getRepository(FigureSectionEntity).findOneBy({ source, ...key });
    if (known !== null && known.revision >= revision) return;
    await writer.getRepository(FigureSectionEntity).save({ source, ...key, revision, reportedRevision: revision });
    await writer.getRepository(FigureCountEntity).delete({ source, ...key });
    if (counts.length > 0) await writer.getRepository(FigureCountEntity).insert(counts.map((count) => ({ source, ...count })));
  }

  /** Notes until when the counts of a tier are complete here; an older word does not replace a newer one. In the open unit of work. */
  async completeUntil(source: string, countedUntil: number): Promise<void> {
    const rows = this.work.writer().getRepository(CountingSourceEntity);
    const known = await rows.findOneBy({ source });
    if (known === null || known.countedUntil < countedUntil) await rows.save({ source, countedUntil });
  }

  /** Until when the counts of each tier are complete here. */
  sources(): Promise<CountingSourceEntity[]> {
    return this.work.reader().getRepository(CountingSourceEntity).find({ order: { source: 'ASC' } });
  }
}

/** Plain SQL, the same on every database, because no other statement adds to a row and makes it where it is missing. */
async function addOne(writer: EntityManager, source: string, count: Count): Promise<void> {
  const { day, channelNumber, transType, figure, province, businessType, returnCode, times, totalFen, fundFen, personalAccountFen, cashFen } = count;
  await writer.sql`
    INSERT INTO figure_count (source, day, channel_number, trans_type, figure, province, business_type, return_code,
      times, total_fen, fund_fen, personal_account_fen, cash_fen)
    VALUES (${source}, ${day}, ${channelNumber}, ${transType}, ${figure}, ${province}, ${businessType}, ${returnCode},
      ${times}, ${totalFen}, ${fundFen}, ${personalAccountFen}, ${cashFen})
    ON CONFLICT (source, day, channel_number, trans_type, figure, province, business_type, return_code) DO UPDATE SET
      times = figure_count.times + excluded.times, total_fen = figure_count.total_fen + excluded.total_fen,
      fund_fen = figure_count.fund_fen + excluded.fund_fen,
      personal_account_fen = figure_count.personal_account_fen + excluded.personal_account_fen, cash_fen = figure_count.cash_fen + excluded.cash_fen`;
}

async function nextRevision(writer: EntityManager, source: string, { day, channelNumber, transType }: SectionKey): Promise<void> {
  await writer.sql`
    INSERT INTO figure_section (source, day, channel_number, trans_type, revision, reported_revision)
    VALUES (${source}, ${day}, ${channelNumber}, ${transType}, 1, 0)
    ON CONFLICT (source, day, channel_number, trans_type) DO UPDATE SET revision = figure_section.revision + 1`;
}
