import { randomText } from '../../../src/crypto/random.js';
import { generateSm2KeyPair } from '../../../src/crypto/sm2.js';
import { OutboxEntryEntity } from '../../../src/kernel/outbox/outbox-entry.entity.js';
import type { KernelParts } from '../../../src/kernel/host/kernel.js';
import { refuse } from '../../../src/protocol/refusal.js';
import { parseChannelAuthorizationCode, parseChannelNumber, parseCredentialNumber } from '../../../src/protocol/identifiers.js';
import type { ReturnCodeName } from '../../../src/protocol/dictionaries/return-codes.js';
import { transactions } from '../../../src/protocol/transactions/index.js';
import { startProbe, type Probe } from '../dispatch/probe-tier.js';
import { UnreliableLine } from './unreliable-line.js';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const row = transactions.syncAuthorization;

export interface PairWish {
  readonly outbox?: object;
  readonly timeoutMs?: number;
  readonly file?: string;
  readonly parts?: KernelParts;
}

/**
 * A tier that tells, and one that is told, with a line between them: `national` appends messages to its outbox, `province:35` takes them. A message is
 * about a subject (a letter) and carries a number.
 */
export class Pair {
  sender: Probe;
  /** Subject and number of each message in the order in which the receiver's acts were committed. */
  readonly taken: string[] = [];
  private readonly lines: UnreliableLine[] = [];
  /** What the receiver says to a message instead of taking it. */
  verdict: (subject: string, ordinal: number) => Exclude<ReturnCodeName, 'success'> | undefined = () => undefined;

  private constructor(
    readonly receiver: Probe, readonly line: UnreliableLine, private readonly peer: object, private readonly signingKey: string, private readonly wish: PairWish,
  ) {}

  /** The statements that an act sends to the sender's database, with their parameters. */
  async statementsOf(act: () => Promise<unknown>): Promise<[string, unknown[]][]> {
    const { dataSource } = this.sender.kernel;
    const sent: [string, unknown[]][] = [];
    dataSource.logger.logQuery = (query, parameters) => { sent.push([query, (parameters ?? []) as unknown[]]); };
    await act();
    dataSource.logger.logQuery = () => undefined;
    return sent;
  }

  static async start(wish: PairWish = {}): Promise<Pair> {
    const [sending, receiving] = [generateSm2KeyPair(), generateSm2KeyPair()];
    const link = { appId: randomText(UPPER, 32), appSecret: randomText(UPPER, 32) };
    const receiver = await startProbe({
      serves: [row], config: {
        keys: { masterKey: '5a'.repeat(32), signingKey: receiving.privateKey.toBase64() },
        peers: [{ name: 'national', kind: 'national', ...link, publicKey: sending.publicKey.toBase64() }],
      },
    });
    const line = new UnreliableLine(receiver.coreUrl);
    const url = await line.open();
    const peer = { name: 'province:35', kind: 'province', url, ...link, publicKey: receiving.publicKey.toBase64(), timeoutMs: wish.timeoutMs ?? 4000 };
    const pair = new Pair(receiver, line, peer, sending.privateKey.toBase64(), wish);
    receiver.scripts.set(row.transType, (call, notes) => call.act({ subject: 'x' }, async () => {
      const { credentialNumber, changedAt } = call.input.record as { credentialNumber: string; changedAt: number };
      const subject = String.fromCharCode(Number.parseInt(credentialNumber.slice(0, 8), 16));
      const refused = pair.verdict(subject, changedAt);
      if (refused !== undefined) throw refuse(refused, { diagnosis: 'as the test wants it' });
      await notes.write(`${subject}${changedAt}`);
      pair.taken.push(`${subject}${changedAt}`);
      return { effectiveAt: changedAt };
    }));
    pair.sender = await pair.startSender();
    return pair;
  }

  /** Starts the sender, also again on the same database file, with further peers. */
  startSender(...further: object[]): Promise<Probe> {
    const { file, outbox = { firstRetryMs: 20, longestRetryMs: 200 }, parts } = this.wish;
    return startProbe({
      server: 'national', serves: [], file, parts,
      config: { keys: { masterKey: 'a5'.repeat(32), signingKey: this.signingKey }, peers: [this.peer, ...further], outbox },
    });
  }

  /** Starts the sender anew with one more peer that takes requests and never answers. */
  async addSilentPeer(name: string): Promise<void> {
    await this.sender.stop();
    const silence = new UnreliableLine('');
    silence.fate = () => 'swallow';
    this.lines.push(silence);
    const link = { appId: randomText(UPPER, 32), appSecret: randomText(UPPER, 32) };
    this.sender = await this.startSender({ ...this.peer, name, url: await silence.open(), ...link });
  }

  /** Appends messages such as `a1 a2 b1` in one unit of work. */
  async tell(messages: string, destination = 'province:35'): Promise<void> {
    await this.sender.kernel.work.run(() => this.append(messages, destination));
  }

  /** In the open unit of work. */
  async append(messages: string, destination = 'province:35'): Promise<void> {
    for (const message of messages.split(' ')) {
      await this.sender.kernel.outbox.append(destination, message.slice(0, 1), row, { record: recordOf(message.slice(0, 1), Number(message.slice(1))) });
    }
  }

  /** All entries of the sender's outbox, as they stand in the database. */
  entries(): Promise<OutboxEntryEntity[]> {
    return this.sender.kernel.dataSource.getRepository(OutboxEntryEntity).find({ order: { sequence: 'ASC' } });
  }

  async states(): Promise<string[]> {
    return (await this.entries()).map((entry) => entry.state);
  }

  async stop(): Promise<void> {
    for (const line of [this.line, ...this.lines]) await line.close();
    await this.sender.stop();
    await this.receiver.stop();
  }
}

function recordOf(subject: string, ordinal: number) {
  return {
    authorizationCode: parseChannelAuthorizationCode('A'.repeat(32)), channelNumber: parseChannelNumber('C'.repeat(32)), state: 'granted' as const,
    credentialNumber: parseCredentialNumber(subject.charCodeAt(0).toString(16).padStart(8, '0').padEnd(64, '0')), changedAt: ordinal,
  };
}

/** Waits until something holds; says what was expected when it does not within `patienceMs`. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, patienceMs = 10_000): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error(`${what}: not within ${patienceMs} ms`);
    await sleep(10);
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

/** What does not come. */
export const never = (): Promise<never> => Promise.race<never>([]);
