import { IsIn } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { Sheet } from '../../../../kernel/print/sheet.js';
import { SHEET_POLICY, sheetHtml } from '../../../../kernel/print/sheet-html.js';
import { sheetPdf } from '../../../../kernel/print/sheet-pdf.js';

export const printFormats = ['json', 'html', 'pdf'] as const;
export type PrintFormat = (typeof printFormats)[number];

/** In which form a notice is wanted the one time that its secrets are shown. */
export class PrintingFields {
  @IsIn(printFormats) format: PrintFormat;
}

/** Answers with a sheet to be printed; gives the body. */
export async function printed(reply: FastifyReply, format: 'html' | 'pdf', sheet: Sheet): Promise<string | Buffer> {
  if (format === 'html') {
    void reply.header('content-type', 'text/html; charset=utf-8').header('content-security-policy', SHEET_POLICY);
    return sheetHtml(sheet);
  }
  void reply.header('content-type', 'application/pdf');
  return sheetPdf(sheet);
}
