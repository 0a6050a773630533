import { Get, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { writeCsv } from '../../../../kernel/csv/csv-table.js';
import { refuseField } from '../../../../protocol/refusal.js';
import {
  input as terminalShape, terminalChangeShape, terminalNetworksShape, type TerminalChange, type TerminalNetworks, type TerminalRecord, type TerminalWish,
} from '../../../../protocol/transactions/register-terminal.js';
import { TerminalStore } from '../../../../registry/institution/terminal.store.js';
import { terminalTable } from '../../terminal-table.rules.js';
import { Allows } from '../access/allowance.js';
import { ManagementController } from '../access/management-controller.js';
import { CurrentUser, type ManagementRequest } from '../access/management-request.js';
import type { ManagementUser } from '../access/management-user.js';
import { sliceOf, type Page } from '../access/page.js';
import { BodyByTable, JsonBody, PageOf, QueryOf } from '../access/request-data.js';
import { ReasonFields } from '../access/user-fields.js';
import { INSTITUTION_READERS } from '../institutions/institution.controller.js';
import { TerminalArea } from './terminal-area.js';
import { TerminalQuery, UploadQuery } from './terminal-fields.js';
import { TerminalLifecycle } from './terminal-lifecycle.js';
import { TerminalUpload } from './terminal-upload.js';
import { describeUpload, uploadTable } from './upload-answer.js';

/** A list that nobody reads to its end must be narrowed instead. */
const MOST_EXPORTED = 20_000;

const asCsv = (reply: FastifyReply, name: string): unknown => reply
  .header('content-type', 'text/csv; charset=utf-8').header('content-disposition', `attachment; filename="${name}.csv"`);

/** 7.2.1.1, table 1: the acceptance terminals, registered one by one or by a file, and what happens to them. */
@ManagementController('terminals')
export class TerminalController {
  constructor(private readonly lifecycle: TerminalLifecycle, private readonly upload: TerminalUpload, private readonly terminals: TerminalStore) {}

  @Get()
  @Allows(INSTITUTION_READERS, 'own-area')
  async list(@CurrentUser() { scope: { area } }: ManagementUser, @PageOf() page: Page, @QueryOf(TerminalQuery) query: TerminalQuery) {
    return { ...page, ...(await this.terminals.search(area, query, sliceOf(page))) };
  }

  @Get('export.csv')
  @Allows(INSTITUTION_READERS, 'own-area')
  async export(
    @CurrentUser() { scope: { area } }: ManagementUser, @QueryOf(TerminalQuery) query: TerminalQuery, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { total, items } = await this.terminals.search(area, query, { skip: 0, take: MOST_EXPORTED });
    if (total > MOST_EXPORTED) throw refuseField('query', `finds ${total} terminals; at most ${MOST_EXPORTED} are written into one file`);
    asCsv(reply, 'terminals');
    return writeCsv(terminalTable(items.map((record) => ({ said: {}, record })), 'register'));
  }

  @Post()
  @Allows(['register'], 'own-area')
  add(@CurrentUser() user: ManagementUser, @BodyByTable(terminalShape) wish: TerminalWish): Promise<TerminalRecord> {
    return this.upload.registerOne(user, wish);
  }

  /** The file as it is, comma-separated: `content-type: text/csv`, with a charset where it is not to be found out. */
  @Post('upload')
  @HttpCode(200)
  @Allows(['register'], 'own-area')
  async addMany(
    @CurrentUser() user: ManagementUser, @Req() { body, headers }: ManagementRequest, @QueryOf(UploadQuery) { format }: UploadQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const charset = /;\s*charset="?([\w-]+)/i.exec(headers['content-type'] ?? '')?.[1];
    const outcomes = await this.upload.register(user, body ?? Buffer.alloc(0), charset);
    if (format !== 'csv') return describeUpload(outcomes);
    asCsv(reply, 'terminals-registered');
    return writeCsv(uploadTable(outcomes));
  }

  @Get(':filingNumber')
  @Allows(INSTITUTION_READERS, TerminalArea)
  find(@Param('filingNumber') filingNumber: string): Promise<TerminalRecord> {
    return this.lifecycle.require(filingNumber);
  }

  @Put(':filingNumber')
  @Allows(['register'], TerminalArea)
  describe(@CurrentUser() user: ManagementUser, @Param('filingNumber') filingNumber: string, @BodyByTable(terminalChangeShape) change: TerminalChange) {
    return this.lifecycle.describe(user, filingNumber, change);
  }

  /** INT-139: from where it may speak without a signature; an empty list takes that away. */
  @Put(':filingNumber/networks')
  @Allows(['register'], TerminalArea)
  bind(@CurrentUser() user: ManagementUser, @Param('filingNumber') filingNumber: string, @BodyByTable(terminalNetworksShape) networks: TerminalNetworks) {
    return this.lifecycle.bind(user, filingNumber, networks);
  }

  @Post(':filingNumber/suspension')
  @HttpCode(200)
  @Allows(['register', 'operate'], TerminalArea)
  suspend(@CurrentUser() user: ManagementUser, @Param('filingNumber') filingNumber: string, @JsonBody(ReasonFields) { reason }: ReasonFields) {
    return this.lifecycle.change(user, filingNumber, 'suspend', reason);
  }

  @Post(':filingNumber/resumption')
  @HttpCode(200)
  @Allows(['register', 'operate'], TerminalArea)
  resume(@CurrentUser() user: ManagementUser, @Param('filingNumber') filingNumber: string, @JsonBody(ReasonFields) { reason }: ReasonFields) {
    return this.lifecycle.change(user, filingNumber, 'resume', reason);
  }

  /** Final. */
  @Post(':filingNumber/retirement')
  @HttpCode(200)
  @Allows(['register', 'operate'], TerminalArea)
  retire(@CurrentUser() user: ManagementUser, @Param('filingNumber') filingNumber: string, @JsonBody(ReasonFields) { reason }: ReasonFields) {
    return this.lifecycle.change(user, filingNumber, 'retire', reason);
  }
}
