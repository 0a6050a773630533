import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { withHeartbeat } from './heartbeat.mjs';
import { ROOT } from './project.mjs';

/** What a shell answers when there is no such program. */
const NOT_FOUND = 127;
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs node with these arguments as if it were this process: same terminal, same signals. Resolves with its exit code. */
export function runNode(args, { cwd = process.cwd(), env = process.env } = {}) {
  const child = spawn(process.execPath, args, { cwd, env, stdio: 'inherit' });
  return endOf(child);
}

/** Runs a program in the project folder and keeps its output to itself. */
export async function runQuietly(command, args, env = process.env) {
  const shell = process.platform === 'win32' && command === 'npm'; // there npm is a script, which only a shell can start
  const child = spawn(command, args, { cwd: ROOT, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  child.on('error', (error) => output.push(Buffer.from(`${error.message}\n`)));
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  const code = await withHeartbeat(() => endOf(child));
  return { code, output: Buffer.concat(output).toString('utf8') };
}

/** Waits for a child and hands it the signals that ask us to stop. A child that a signal ended counts as 128 + its number. */
function endOf(child) {
  const forward = (signal) => {
    if (!terminalAlreadySent(signal)) child.kill(signal);
  };
  for (const signal of STOP_SIGNALS) process.on(signal, forward);
  return new Promise((resolve) => {
    child.once('error', () => resolve(NOT_FOUND));
    child.once('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  }).finally(() => {
    for (const signal of STOP_SIGNALS) process.off(signal, forward);
  });
}

/** Ctrl-C in a terminal reaches the child as well; a second one from us would read as "stop at once". */
function terminalAlreadySent(signal) {
  return signal === 'SIGINT' && process.stdin.isTTY === true;
}
