const EVERY_MS = 10_000;

/** Awaits the work and writes a sign of life to stderr every ten seconds until it ends. */
export async function withHeartbeat(work) {
  const began = Date.now();
  const timer = setInterval(() => process.stderr.write(`  … ${Math.round((Date.now() - began) / 1000)} s\n`), EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
