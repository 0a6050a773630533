import type { Command } from 'commander';
import { VerifierSimulator } from '../sandbox/verifiers/verifier-simulator.js';
import { simulatorCommand } from './simulator-command.js';

/** `openec verifier-simulator`: simulated real-name and real-person checks (2.4, 2.5), face search and card-holder check (4.10). */
export const verifierSimulatorCommand = (): Command => simulatorCommand('verifier-simulator', {
  chinese: '实名、实人认证、人脸检索、持卡人核验', english: 'real-name and real-person checks, face search, card-holder check', open: () => new VerifierSimulator(),
  addresses: (url) => ['real-name', 'real-person', 'face-search', 'card-holder'].map((path) => `${url}/${path}`),
});
