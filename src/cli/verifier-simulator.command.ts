import type { Command } from 'commander';
import { VerifierSimulator } from '../sandbox/verifiers/verifier-simulator.js';
import { simulatorCommand } from './simulator-command.js';

/** `openec verifier-simulator`: simulated real-name and real-person checks (2.4, 2.5). */
export const verifierSimulatorCommand = (): Command => simulatorCommand('verifier-simulator', {
  chinese: '实名、实人认证', english: 'real-name and real-person checks', open: () => new VerifierSimulator(),
  addresses: (url) => [`${url}/real-name`, `${url}/real-person`],
});
