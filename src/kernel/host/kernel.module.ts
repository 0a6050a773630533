import { Module, type DynamicModule, type FactoryProvider, type Provider } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CLOCK } from '../clock.js';
import type { KernelConfig } from '../config/kernel-config.js';
import { ADMISSION, type Admission } from '../dispatch/admission.js';
import { ANSWER_WITNESS, type AnswerWitness } from '../dispatch/answer-witness.js';
import { AnswerDesk } from '../dispatch/answer.js';
import { CALLER_DIRECTORY, type CallerDirectory } from '../dispatch/caller.js';
import { Dispatcher } from '../dispatch/dispatcher.js';
import { HandlerRegistry } from '../dispatch/handler-registry.js';
import { OpenApiController } from '../dispatch/openapi.controller.js';
import { RefusalFilter } from '../dispatch/refusal-filter.js';
import { TransactionController } from '../dispatch/transaction.controller.js';
import { TransactionDesk } from '../dispatch/transaction-desk.js';
import { HealthChecks } from '../health/health-checks.js';
import { HealthController } from '../health/health.controller.js';
import { IDS } from '../ids.js';
import { JournalStore } from '../journal/journal.store.js';
import { Contacts } from '../link/contacts.js';
import { PeerCallers } from '../link/peer-callers.js';
import { PeerLink } from '../link/peer-link.js';
import { LOG } from '../log.js';
import { Measures } from '../monitor/measures.js';
import { MetricsController } from '../monitor/metrics.controller.js';
import { Metrics } from '../monitor/metrics.js';
import { TierMonitor } from '../monitor/tier-monitor.js';
import { OutboxStore } from '../outbox/outbox.store.js';
import { SM2_ENGINE } from '../sm2-engine.js';
import { UnitOfWork } from '../persistence/unit-of-work.js';
import { DataProtection } from '../protection/data-protection.js';
import type { Kernel } from './kernel.js';
import { TierIdentity } from './tier-identity.js';

/** Gives the opened machinery of one tier to every room of it. */
@Module({})
export class KernelModule {
  static forRoot(kernel: Kernel, config: KernelConfig, tier: TierIdentity): DynamicModule {
    const answers = new AnswerDesk(kernel.clock, config.environment, kernel.log);
    const checks = new HealthChecks(kernel);
    const measures = new Measures(kernel, checks, tier.name);
    const shared = [...machinery(kernel, tier), { provide: TierMonitor, useValue: measures.monitor }];
    return {
      module: KernelModule,
      global: true,
      imports: [DiscoveryModule],
      controllers: [TransactionController, HealthController, MetricsController, OpenApiController],
      providers: [
        ...shared, HandlerRegistry, RefusalFilter,
        { provide: AnswerDesk, useValue: answers },
        { provide: HealthChecks, useValue: checks },
        { provide: Measures, useValue: measures },
        { provide: Metrics, useValue: measures.metrics },
        transactionDesk({ ...kernel, observe: measures.beside(kernel.observe) }, config, tier, answers),
      ],
      exports: [...shared, AnswerDesk, TransactionDesk],
    };
  }
}

function machinery(kernel: Kernel, tier: TierIdentity): Provider[] {
  return [
    { provide: CLOCK, useValue: kernel.clock },
    { provide: IDS, useValue: kernel.ids },
    { provide: LOG, useValue: kernel.log },
    { provide: SM2_ENGINE, useValue: kernel.sm2 },
    { provide: UnitOfWork, useValue: kernel.work },
    { provide: DataProtection, useValue: kernel.protection },
    { provide: JournalStore, useValue: kernel.journal },
    { provide: OutboxStore, useValue: kernel.outbox },
    { provide: Contacts, useValue: kernel.contacts },
    { provide: PeerLink, useValue: kernel.link },
    { provide: TierIdentity, useValue: tier },
  ];
}

function transactionDesk(kernel: Kernel, config: KernelConfig, tier: TierIdentity, answers: AnswerDesk): FactoryProvider<TransactionDesk> {
  const freshnessMs = config.freshnessSeconds * 1000;
  return {
    provide: TransactionDesk,
    inject: [HandlerRegistry, { token: CALLER_DIRECTORY, optional: true }, { token: ADMISSION, optional: true }, { token: ANSWER_WITNESS, optional: true }],
    useFactory: (
      { handlers }: HandlerRegistry, register: CallerDirectory | undefined, admission: Admission | undefined, witness: AnswerWitness | undefined,
    ) => new TransactionDesk({
      tier: tier.name, clock: kernel.clock, freshnessMs, answers, observe: kernel.observe,
      callers: new PeerCallers(config.peers, config.keys.signingKey, kernel.sm2, register),
      dispatcher: new Dispatcher({ ...kernel, server: tier.server, handlers, freshnessMs, admission, witness }),
    }),
  };
}
