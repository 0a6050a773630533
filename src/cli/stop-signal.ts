import { say } from './say.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Resolves at the first signal that asks us to stop. After it the signals have their usual effect again, so that a second one ends at once. */
export function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const stop = (signal: NodeJS.Signals): void => {
      for (const each of SIGNALS) process.off(each, stop);
      resolve(signal);
    };
    for (const each of SIGNALS) process.on(each, stop);
  });
}

/** Lets a server run until a signal asks to stop, then has it finish what is under way. */
export async function runUntilStopped(server: { stop(): Promise<void> }): Promise<void> {
  await stopSignal();
  say('', '正在结束：处理完手头的请求…… · stopping: finishing what is under way ...');
  await server.stop();
  say('已结束 · stopped');
}
