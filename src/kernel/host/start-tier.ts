import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { KernelConfig } from '../config/kernel-config.js';
import { RefusalFilter } from '../dispatch/refusal-filter.js';
import { OutboxDelivery } from '../outbox/outbox-delivery.js';
import { readBodiesAsBytes } from './body-reader.js';
import { Housekeeping } from './housekeeping.js';
import { openKernel, type Kernel, type KernelParts } from './kernel.js';
import { KernelModule } from './kernel.module.js';
import { addressOf, Listeners } from './listeners.js';
import type { TierDefinition } from './tier-definition.js';
import { TierIdentity } from './tier-identity.js';

/** A tier that answers on both its listeners. */
export interface RunningTier {
  readonly name: string;
  readonly coreUrl: string;
  readonly publicServiceUrl: string;
  readonly kernel: Kernel;
  readonly app: NestFastifyApplication;
  /** Finishes what is under way and closes; safe to call twice. */
  stop(): Promise<void>;
}

@Module({})
class TierModule {}

/** Starts a tier: opens the kernel, composes the rooms, listens in both zones, then delivers what waits in the outbox. */
export async function startTier<C extends KernelConfig>(tier: TierDefinition<C>, config: C, parts: KernelParts = {}): Promise<RunningTier> {
  const kernel = await openKernel(tier, config, parts);
  const listeners = new Listeners(config.listeners);
  const closers: Close[] = [async () => { if (kernel.dataSource.isInitialized) await kernel.dataSource.destroy(); }];
  const stop = once(() => closeAll(closers, config.stopGraceMs + 1_000));
  try {
    const app = await compose(tier, config, kernel, { listeners, beside: parts.beside ?? [] });
    // Requests under way may still ask peers; what waits for a peer without a request behind it is broken off before the application waits for it.
    closers.unshift(() => listeners.close(config.stopGraceMs), async () => kernel.link.close(), () => app.close());
    await app.listen(config.listeners.core.port, config.listeners.core.host);
    const publicServiceUrl = await listeners.listenPublicService();
    listeners.logErrors(kernel.log);
    listeners.answerBroken((error, zone) => app.get(RefusalFilter).broken(error, zone));
    const delivery = new OutboxDelivery({ ...kernel, store: kernel.outbox, config: config.outbox });
    const housekeeping = new Housekeeping(kernel);
    closers.unshift(() => delivery.stop(), () => housekeeping.stop());
    delivery.start();
    housekeeping.start();
    return { name: tier.nameOf(config), coreUrl: addressOf(app.getHttpServer(), config.listeners.core), publicServiceUrl, kernel, app, stop };
  } catch (error) {
    // What made the start fail is what the operator must read.
    await stop().catch((second: unknown) => kernel.log.error({ error: second }, 'closing after a failed start failed as well'));
    throw error;
  }
}

type Close = () => Promise<void>;

/** Closes one after the other, also after one that fails or does not end within `eachMs`; throws the first error at the end. */
async function closeAll(closers: readonly Close[], eachMs: number): Promise<void> {
  const errors: unknown[] = [];
  for (const close of closers) await inTime(close(), eachMs).catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

/** A unit of work that hangs would keep everybody waiting who still wants to write. */
async function inTime(closing: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`a part of the tier did not close within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([closing, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function compose<C extends KernelConfig>(
  tier: TierDefinition<C>, config: C, kernel: Kernel, { listeners, beside }: { listeners: Listeners; beside: readonly Type[] },
): Promise<NestFastifyApplication> {
  const identity = new TierIdentity(tier.nameOf(config), tier.server, config.environment);
  const frameworkErrors = (_error: unknown, _request: unknown, reply: FastifyReply): void => app.get(RefusalFilter).badUrl(reply);
  // Of one server Fastify would answer for itself what is no HTTP; the listeners do so for both.
  const clientErrorHandler = (): void => undefined;
  const adapter = new FastifyAdapter({ serverFactory: listeners.factory, frameworkErrors, clientErrorHandler });
  const root = { module: TierModule, imports: [KernelModule.forRoot(kernel, config, identity), ...tier.modules(config), ...beside] };
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, { logger: false, bodyParser: false, abortOnError: false });
  readBodiesAsBytes(adapter.getInstance<FastifyInstance>());
  app.useGlobalFilters(app.get(RefusalFilter));
  return app;
}

function once(act: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= act());
}
