import { OutsideSystem, type OutsideAddress } from '../../../kernel/link/outside-system.js';
import type { ShortMessage, SmsSender } from './sms-sender.port.js';

/** A gateway for short messages over HTTP: `POST {mobile, smsType, code, validSeconds} → {"result":"accepted"}`. */
export class HttpSmsSender implements SmsSender {
  private readonly gateway: OutsideSystem;

  constructor(address: OutsideAddress) {
    this.gateway = new OutsideSystem('short-message gateway', address);
  }

  async send({ mobile, smsType, code, validSeconds }: ShortMessage): Promise<void> {
    const { result } = await this.gateway.ask({ mobile, smsType, code, validSeconds });
    if (result !== 'accepted') throw this.gateway.silent('did not accept the message');
  }
}
