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

type Row = typeof transactions.settleInsurance;
export type InsuranceOrder = ShapeType<Row['input']>;
export type InsuranceAnswer = ShapeType<Row['output']>;

/** What a scripted local core business system does with an order: gives shares, or throws its refusal. */
export type InsuranceScript = (order: InsuranceOrder) => Promise<InsuranceAnswer> | InsuranceAnswer;

/** A local core business system that follows a script instead of rules; its keys and its address are those of the one it stands in for. */
export function scriptedInsurer(script: InsuranceScript, parts: KernelParts): Starter {
  @Handles(transactions.settleInsurance)
  class ScriptedHandler implements Handler<Row> {
    async handle({ input }: Call<InsuranceOrder, InsuranceAnswer>): Promise<InsuranceAnswer> {
      return script(input);
    }
  }

  @Module({ providers: [ScriptedHandler] })
  class ScriptedModule {}

  return (plan) => startTier({ ...insuranceSystemSimulator, modules: () => [ScriptedModule] }, checkConfig(InsuranceSystemConfig, plan), parts);
}
