import { Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Allows } from '../access/allowance.js';
import { ManagementController } from '../access/management-controller.js';
import { CurrentUser } from '../access/management-request.js';
import type { ManagementUser } from '../access/management-user.js';
import { QueryOf } from '../access/request-data.js';
import { CHANNEL_READERS } from '../channels/channel.controller.js';
import { printed } from '../forms/printed.js';
import { statisticsCsv } from './statistics-csv.js';
import { PrintFields, StatisticsFields } from './statistics-fields.js';
import { provinceTitle, scopeTitle, StatisticsReports, type StatisticsReport } from './statistics-report.js';
import { statisticsSheet } from './statistics-sheet.js';

/** 报表统计 (5.2.1): numbers for a machine, a spreadsheet, a page of paper. */
@ManagementController('statistics')
export class StatisticsController {
  constructor(private readonly reports: StatisticsReports) {}

  @Get()
  @Allows(CHANNEL_READERS, 'own-area')
  json(@CurrentUser() user: ManagementUser, @QueryOf(StatisticsFields) fields: StatisticsFields): Promise<StatisticsReport> {
    return this.reports.make(user, fields);
  }

  @Get('report.csv')
  @Allows(CHANNEL_READERS, 'own-area')
  async csv(
    @CurrentUser() user: ManagementUser, @QueryOf(StatisticsFields) fields: StatisticsFields, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const report = await this.reports.make(user, fields);
    const name = `statistics-${report.from}-${report.to}.csv`;
    void reply.header('content-type', 'text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}"`);
    return statisticsCsv(report);
  }

  @Get('report.html')
  @Allows(CHANNEL_READERS, 'own-area')
  html(@CurrentUser() user: ManagementUser, @QueryOf(PrintFields) fields: PrintFields, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.print('html', user, fields, reply);
  }

  @Get('report.pdf')
  @Allows(CHANNEL_READERS, 'own-area')
  pdf(@CurrentUser() user: ManagementUser, @QueryOf(PrintFields) fields: PrintFields, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.print('pdf', user, fields, reply);
  }

  private async print(format: 'html' | 'pdf', user: ManagementUser, { by = 'day', ...fields }: PrintFields, reply: FastifyReply): Promise<string | Buffer> {
    const report = await this.reports.make(user, { ...fields, by });
    const scope = fields.province === undefined ? scopeTitle(user.scope) : provinceTitle(fields.province);
    return printed(reply, format, statisticsSheet(report, by, scope));
  }
}
