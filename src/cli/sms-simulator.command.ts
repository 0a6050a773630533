import type { Command } from 'commander';
import { SmsSimulator } from '../sandbox/sms/sms-simulator.js';
import { simulatorCommand } from './simulator-command.js';

/** `openec sms-simulator`: a simulated gateway for short messages (INT-43). It sends nothing; whoever needs a code reads it there. */
export const smsSimulatorCommand = (): Command => simulatorCommand('sms-simulator', {
  chinese: '短信网关', english: 'gateway for short messages', open: () => new SmsSimulator(),
  addresses: (url) => [`${url}  POST 接收短信 · takes a message`, `${url}?mobile=…  GET 查看发往该号码的短信 · shows the messages to a number`],
});
