import { Inject } from '@nestjs/common';
import { CLOCK, type Clock } from '../../../kernel/clock.js';
import type { Call } from '../../../kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../kernel/dispatch/handler.js';
import { refuseField } from '../../../protocol/refusal.js';
import type { ShapeType } from '../../../protocol/shape.js';
import { transactions } from '../../../protocol/transactions/index.js';
import type { ReportedSection } from '../../../protocol/transactions/report-statistics.js';
import { FigureStore, type Section } from '../figure.store.js';
import { figureNames, type Count, type Figure } from '../figures.rules.js';

type Row = typeof transactions.reportStatistics;
type Output = ShapeType<Row['output']>;

/** 统计上报 (5.2.1): national takes over what a province has counted. Each section replaces an older revision of it, so repeats and reordering do no harm. */
@Handles(transactions.reportStatistics)
export class ReceiveStatisticsHandler implements Handler<Row> {
  constructor(private readonly figures: FigureStore, @Inject(CLOCK) private readonly clock: Clock) {}

  handle({ input, caller, act }: Call<ShapeType<Row['input']>, Output>): Promise<Output> {
    const sections = input.sections.map((section, index) => sectionOf(section, caller.ownerId, `data.sections[${index}]`));
    return act({ subject: caller.name, facts: { sections: sections.length } }, async () => {
      for (const section of sections) await this.figures.replace(caller.ownerId, section);
      if (input.countedUntil !== undefined) await this.figures.completeUntil(caller.ownerId, input.countedUntil);
      return { effectiveAt: this.clock.now() };
    });
  }
}

/** A province counts for itself. */
function sectionOf({ day, channelNumber = '', transType = '', revision, counts }: ReportedSection, province: string, path: string): Section {
  return { day, channelNumber, transType, revision, counts: counts.map((count): Count => (
    { ...count, day, channelNumber, transType, province, businessType: count.businessType ?? '', figure: figureOf(count.figure, path) }
  )) };
}

function figureOf(name: string, path: string): Figure {
  const found = figureNames.find((figure) => figure === name);
  if (found === undefined) throw refuseField(`${path}.counts`, `one of ${figureNames.join(', ')} as figure`);
  return found;
}
