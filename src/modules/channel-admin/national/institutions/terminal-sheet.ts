import type { Sheet } from '../../../../kernel/print/sheet.js';
import type { TerminalRecord } from '../../../../protocol/transactions/register-terminal.js';
import type { DesignatedInstitution } from '../../../../registry/institution/institution.store.js';
import { recordTexts } from '../../terminal-table.rules.js';

const HEADINGS = {
  filingNumber: '终端备案号', name: '终端的名称', kind: '终端类型', purpose: '终端的用途', version: '终端的版本', user: '终端的使用单位', developer: '终端的开发单位',
  filedOn: '系统备案日期', mac: '终端 MAC 地址', standing: '启用状态',
} as const;

/** 表1 终端登记信息: the terminals of one institution, on as many pages as they need. */
export function terminalSheet({ name, orgId }: DesignatedInstitution, terminals: readonly TerminalRecord[]): Sheet {
  const lines = terminals.map(recordTexts);
  return {
    title: `终端登记信息：${name}（${orgId}）`, notes: [`共 ${terminals.length} 台终端。`], landscape: true, pages: 'as needed', headRows: 1,
    columns: [5, 19, 12, 9, 20, 7, 15, 15, 9, 14, 7],
    rows: [
      { cells: ['序号', ...Object.values(HEADINGS)].map((text) => ({ text })) },
      ...lines.map((line, at) => ({ cells: [String(at + 1), ...Object.keys(HEADINGS).map((id) => line[id] ?? '')].map((text) => ({ text })) })),
    ],
  };
}
