import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { TRANSACTION_PATH } from '../client/transaction-client.js';
import { openApiDocument } from '../protocol/description/openapi.js';
import { protocolPage } from '../protocol/description/protocol-page.js';
import { returnCodesPage } from '../protocol/description/return-codes-page.js';
import { catalogue } from '../protocol/transactions/index.js';
import { say } from './say.js';

/** What the catalogue says, as files for a reader and for a program; a test fails when the ones in `docs/` are stale. */
export function generatedDocs(): Readonly<Record<string, string>> {
  const document = openApiDocument({ title: 'openec', path: TRANSACTION_PATH, transactions: catalogue });
  return {
    'protocol.md': protocolPage(catalogue, TRANSACTION_PATH),
    'return-codes.md': returnCodesPage(),
    'openapi.json': `${JSON.stringify(document, undefined, 1)}\n`,
  };
}

/** `openec docs`: writes the generated documents anew. */
export function docsCommand(): Command {
  return new Command('docs').description('由交易目录生成文档 · write the documents that follow from the catalogue')
    .option('--folder <folder>', '写到何处 · where to', 'docs')
    .action(({ folder }: { folder: string }) => {
      for (const [name, text] of Object.entries(generatedDocs())) writeFileSync(join(folder, name), text);
      say(`已写入 · written: ${Object.keys(generatedDocs()).map((name) => join(folder, name)).join(', ')}`);
    });
}
