import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** Reads a password: typed twice without being shown where a person sits at the terminal, else the first line of standard input. */
export async function askPassword(question: string): Promise<string> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).split(/\r?\n/, 1)[0] ?? '';
  const typed = await hidden(question);
  const again = await hidden('再输一次 · again: ');
  if (typed !== again) throw new Error('两次输入不一致 · the two do not match');
  return typed;
}

/** What is typed is echoed into nothing; the question goes to standard error, which is no data. */
function hidden(question: string): Promise<string> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => { done(); } });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      lines.close();
      process.stderr.write('\n');
      resolve(line);
    });
  });
}
