import { Module } from '@nestjs/common';
import type { Call } from '../../../src/kernel/dispatch/call.js';
import { Handles, type Handler } from '../../../src/kernel/dispatch/handler.js';
import type { KernelParts } from '../../../src/kernel/host/kernel.js';
import { startTier } from '../../../src/kernel/host/start-tier.js';
import { checkConfig } from '../../../src/kernel/config/load-config.js';
import type { ShapeType } from '../../../src/protocol/shape.js';
import { transactions } from '../../../src/protocol/transactions/index.js';
import { InsuranceSystemConfig, insuranceSystemSimulator } from '../../../src/sandbox/insurance-system/insurance-system-simulator.js';
import type { Starter } from './stage-tier.js';

type Row = typeof transactions.handleInsurance;
export type BusinessOrder = ShapeType<Row['input']>;
export type BusinessAnswer = ShapeType<Row['output']>;

/** What a scripted local core business system does with a business: books it, or throws its refusal. */
export type BusinessScript = (order: BusinessOrder) => Promise<BusinessAnswer> | BusinessAnswer;

/** A local core business system that handles business (6.3) by a script; its keys and its address are those of the one it stands in for. */
export function scriptedBusinessSystem(script: BusinessScript, parts: KernelParts): Starter {
  @Handles(transactions.handleInsurance)
  class ScriptedHandler implements Handler<Row> {
    async handle({ input }: Call<BusinessOrder, BusinessAnswer>): Promise<BusinessAnswer> {
      return script(input);
    }
  }

  @Module({ providers: [ScriptedHandler] })
  class ScriptedModule {}

  return (plan) => startTier({ ...insuranceSystemSimulator, modules: () => [ScriptedModule] }, checkConfig(InsuranceSystemConfig, plan), parts);
}
