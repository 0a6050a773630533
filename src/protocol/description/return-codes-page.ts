import { remedies, returnCodeCauses } from '../dictionaries/return-code-causes.js';
import { returnCodes, type ReturnCode } from '../dictionaries/return-codes.js';

const HEAD = `# 返回码 · Return codes (table C.4)

Every code has a cause of its own and a test that produces it over the wire. 500159 is not in the table, but known in the field. Numbers and texts never change:
clients compare both. What exactly is wrong stands in \`detail\` of the answer: fields always, the reason on our side in demo and sandbox only.

Words: [glossary.md](glossary.md). When it is the signature: [signature-doctor.md](signature-doctor.md).

This page is written by \`openec docs\` from \`src/protocol/dictionaries/return-code-causes.ts\`; a test fails when it is stale.

| 返回码 code | 返回信息 text | 原因 · cause | 处理 · what to do | test |
|---|---|---|---|---|
`;

/** docs/return-codes.md: every return code with its cause, what to do about it, and where a test produces it. */
export function returnCodesPage(): string {
  return HEAD + Object.values(returnCodes).map(lineOf).join('');
}

function lineOf({ name, code, text }: ReturnCode): string {
  const { chinese, english, remedy, provenIn } = returnCodeCauses[name];
  return `| ${code} | ${text} | ${chinese} · ${english} | ${remedies[remedy]} | \`appendix-c-${provenIn}\` |\n`;
}
