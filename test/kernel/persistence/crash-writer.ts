import 'reflect-metadata';
import { writeSync } from 'node:fs';
import { JournalStore } from '../../../src/kernel/journal/journal.store.js';
import { UnitOfWork } from '../../../src/kernel/persistence/unit-of-work.js';
import { Probe, openProbe, probe, sleep } from './probe-database.js';

/** `crash-writer <file> <acknowledgements>`: writes units side by side, tells each commit on stdout, and is dead after so many of them. */
const [, , file = '', limit = ''] = process.argv;

const dataSource = await openProbe(file);
const unitOfWork = new UnitOfWork(dataSource);
const journal = new JournalStore(unitOfWork, { now: () => 1763856000000 });
const first = await dataSource.manager.count(Probe);
let acknowledged = 0;

async function write(n: number): Promise<void> {
  await unitOfWork.run(async () => {
    await unitOfWork.writer().insert(Probe, probe(`u${n}`, 1));
    await sleep(n % 3);
    await journal.append({ actor: 'writer', act: 'write', subject: `u${n}`, outcome: 'done', detail: { n } });
    await unitOfWork.writer().insert(Probe, probe(`u${n}`, 2));
  });
  writeSync(1, `u${n}\n`);
  acknowledged += 1;
  if (acknowledged >= Number(limit)) process.kill(process.pid, 'SIGKILL');
}

await Promise.all(Array.from({ length: Number(limit) + 20 }, (_, n) => write(first + n)));
