import type { Contacts } from '../../../kernel/link/contacts.js';
import { OutsideSystem, type OutsideAddress } from '../../../kernel/link/outside-system.js';
import type { ShortMessage, SmsSender } from './sms-sender.port.js';

/** A gateway for short messages over HTTP: `POST {mobile, smsType, code, validSeconds} → {"result":"accepted"}`. */
export class HttpSmsSender implements SmsSender {
  private readonly gateway: OutsideSystem;

  constructor(address: OutsideAddress, contacts: Contacts) {
    this.gateway = new OutsideSystem('sms gateway', address, contacts);
  }

  async send({ mobile, smsType, code, validSeconds }: ShortMessage): Promise<void> {
    await this.gateway.ask({ mobile, smsType, code, validSeconds }, ({ result }) => (result === 'accepted' ? result : undefined), 'did not accept the message');
  }
}
