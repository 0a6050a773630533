#!/usr/bin/env node
import 'reflect-metadata';
import { Command } from 'commander';
import { benchCommand } from './bench.command.js';
import { demoCommand } from './demo.command.js';
import { docsCommand } from './docs.command.js';
import { explainCommand, verifyCommand } from './explain.command.js';
import { explainFailure } from './failure.js';
import { insuranceSimulatorCommand } from './insurance-simulator.command.js';
import { intakeCommand } from './intake.command.js';
import { journalCommand } from './journal.command.js';
import { keygenCommand } from './keygen.command.js';
import { lagCommand } from './lag.command.js';
import { migrateCommand } from './migrate.command.js';
import { nationalCommand } from './national.command.js';
import { outboxCommand } from './outbox.command.js';
import { alipaySimulatorCommand, wechatSimulatorCommand } from './payment-simulators.command.js';
import { populationCommand } from './population.command.js';
import { provinceCommand } from './province.command.js';
import { complain } from './say.js';
import { signCommand } from './sign.command.js';
import { smsSimulatorCommand } from './sms-simulator.command.js';
import { userCommand } from './user.command.js';
import { verifierSimulatorCommand } from './verifier-simulator.command.js';

async function main(): Promise<void> {
  const commands = [
    demoCommand, nationalCommand, provinceCommand, migrateCommand, keygenCommand, outboxCommand, lagCommand, journalCommand,
    insuranceSimulatorCommand, verifierSimulatorCommand, smsSimulatorCommand, userCommand, docsCommand, signCommand, verifyCommand, explainCommand, benchCommand,
    intakeCommand, populationCommand, wechatSimulatorCommand, alipaySimulatorCommand,
  ];
  const program = new Command('openec').description('医保电子凭证中台（XJ-D01-2019） · electronic credential mid-platform');
  for (const command of commands) program.addCommand(command());
  await program.parseAsync();
}

/** Whoever reads our output may stop reading (`openec demo | head`); neither a story nor a server ends over that. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
main().catch((error: unknown) => {
  const { lines, exitCode } = explainFailure(error);
  complain(...lines);
  process.exitCode = exitCode;
});
