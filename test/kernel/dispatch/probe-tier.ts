import { randomUUID } from 'node:crypto';
import { Global, Inject, Injectable, Module, type Type } from '@nestjs/common';
import { Column, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { generateSm2KeyPair } from '../../../src/crypto/sm2.js';
import { KernelConfig, kernelEnvironment, type Environment } from '../../../src/kernel/config/kernel-config.js';
import { checkConfig } from '../../../src/kernel/config/load-config.js';
import { ANSWER_WITNESS, type AnswerWitness } from '../../../src/kernel/dispatch/answer-witness.js';
import type { Call } from '../../../src/kernel/dispatch/call.js';
import { CALLER_DIRECTORY, type Caller, type CallerDirectory } from '../../../src/kernel/dispatch/caller.js';
import { Handles, type Handler } from '../../../src/kernel/dispatch/handler.js';
import { startTier, type RunningTier } from '../../../src/kernel/host/start-tier.js';
import type { KernelParts } from '../../../src/kernel/host/kernel.js';
import type { TierDefinition } from '../../../src/kernel/host/tier-definition.js';
import { kernelTables } from '../../../src/kernel/persistence/kernel-tables.js';
import { key, table, varchar } from '../../../src/kernel/persistence/table-columns.js';
import { UnitOfWork } from '../../../src/kernel/persistence/unit-of-work.js';
import type { CallerIdentity } from '../../../src/protocol/envelope.js';
import type { Server } from '../../../src/protocol/transaction.js';
import { transactions, type AnyTransaction } from '../../../src/protocol/transactions/index.js';
import { probeDatabase } from '../../postgres/probe-place.js';

/** Something a scripted handler writes, to see what was kept and what was undone. */
@Entity('note')
export class NoteEntity {
  @PrimaryColumn({ type: 'varchar', length: 64 }) id: string;
  @Column({ type: 'varchar', length: 200 }) text: string;
}

class ProbeInitial1790000000001 implements MigrationInterface {
  readonly name = 'ProbeInitial1790000000001';

  async up(runner: QueryRunner): Promise<void> {
    for (const each of [...kernelTables(), table('note', [key(varchar('id', 64)), varchar('text', 200)])]) await runner.createTable(each);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('a probe is thrown away'));
  }
}

/** The notes of a probe. */
@Injectable()
export class Notes {
  constructor(private readonly work: UnitOfWork) {}

  /** In the open unit of work. */
  async write(text: string): Promise<void> {
    await this.work.writer().getRepository(NoteEntity).insert({ id: randomUUID(), text });
  }

  async texts(): Promise<string[]> {
    return (await this.work.reader().getRepository(NoteEntity).find()).map((note) => note.text).toSorted();
  }
}

// oxlint-disable-next-line typescript/no-explicit-any -- one script for any row of the catalogue
type AnyCall = Call<any, any>;

/** What a handler does, by transType; a test sets it. */
export type Script = (call: AnyCall, notes: Notes) => Promise<unknown>;
export class Scripts extends Map<string, Script> {}

function scripted(row: AnyTransaction): Type<Handler<AnyTransaction>> {
  class ScriptedHandler implements Handler<AnyTransaction> {
    constructor(@Inject(Scripts) private readonly scripts: Scripts, @Inject(Notes) private readonly notes: Notes) {}

    async handle(call: AnyCall): Promise<never> {
      const script = this.scripts.get(row.transType);
      if (script === undefined) throw new Error(`no script for ${row.transType}`);
      return (await script(call, this.notes)) as never;
    }
  }
  Handles(row)(ScriptedHandler);
  return ScriptedHandler;
}

/** The register of a probe: callers by appId, or by orgId where they are institutions. */
class ProbeDirectory implements CallerDirectory {
  constructor(private readonly callers: () => readonly Caller[]) {}

  find({ field, value }: CallerIdentity): Promise<Caller | undefined> {
    const named = ({ keys, ownerId }: Caller): string => (field === 'orgId' ? ownerId : keys.appId);
    return Promise.resolve(this.callers().find((each) => named(each) === value));
  }
}

export interface ProbeWish {
  readonly server?: Server;
  readonly file?: string;
  readonly environment?: Environment;
  /** Rows of the catalogue that the probe serves by a script. */
  readonly serves?: readonly AnyTransaction[];
  readonly callers?: () => readonly Caller[];
  /** Merged over the configuration. */
  readonly config?: object;
  readonly parts?: KernelParts;
  /** Hears of answers without a line in the journal. */
  readonly witness?: AnswerWitness;
}

/** A tier composed of the kernel alone and scripted handlers: real listeners, real database, real signatures. */
export interface Probe extends RunningTier {
  readonly scripts: Scripts;
  readonly notes: Notes;
}

export async function startProbe(wish: ProbeWish = {}): Promise<Probe> {
  const { server = 'province', serves = [transactions.checkToken, transactions.issueQrCode], callers = () => [], witness } = wish;
  const scripts = new Scripts();
  const database = await probeDatabase(wish.file ?? ':memory:');
  const config = checkConfig(KernelConfig, { ...probeConfig(wish), database, ...wish.config });
  const tier = await startTier(probeTier(server, serves, callers, scripts, witness), config, wish.parts);
  return { ...tier, scripts, notes: tier.app.get(Notes, { strict: false }) };
}

/** A configuration of a probe that holds. */
export function probeConfig({ file = ':memory:', environment = 'sandbox', config = {} }: ProbeWish = {}): object {
  return {
    environment, listeners: { core: { port: 0 }, publicService: { port: 0 } }, database: { file }, log: { level: 'silent' },
    keys: { masterKey: 'a5'.repeat(32), signingKey: generateSm2KeyPair().privateKey.toBase64() }, ...config,
  };
}

export function probeTier(
  server: Server, serves: readonly AnyTransaction[] = [], callers: () => readonly Caller[] = () => [], scripts = new Scripts(),
  witness?: AnswerWitness,
): TierDefinition<KernelConfig> {
  const heard = witness === undefined ? [] : [{ provide: ANSWER_WITNESS, useValue: witness }];
  @Global()
  @Module({
    providers: [
      Notes, { provide: Scripts, useValue: scripts }, { provide: CALLER_DIRECTORY, useValue: new ProbeDirectory(callers) }, ...serves.map(scripted), ...heard,
    ],
    exports: [CALLER_DIRECTORY, ...heard],
  })
  class ProbeModule {}
  return {
    server, nameOf: () => 'probe', config: KernelConfig, environment: kernelEnvironment, entities: [NoteEntity],
    migrations: [ProbeInitial1790000000001], modules: () => [ProbeModule],
  };
}
