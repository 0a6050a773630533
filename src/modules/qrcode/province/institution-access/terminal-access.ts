import { Inject, Injectable } from '@nestjs/common';
import { isAddress } from '../../../../kernel/dispatch/address-list.js';
import { refuseField } from '../../../../protocol/refusal.js';
import { TerminalStore } from '../../../../registry/institution/terminal.store.js';
import { accessPathOf, requireOpenPath, requireTerminal, type AccessPath } from '../../terminal-access.rules.js';
import { QR_CODE_SETTINGS, type QrCodeSettings } from '../qr-code-settings.js';

/** What a request says of the terminal it comes from. */
export interface FromTerminal {
  readonly orgId: string;
  readonly termId: string;
  readonly termIp: string;
  readonly termMac?: string;
}

/** For the journal: which terminal it was, and what the dynamic library has collected of it (7.2.1.1 b). */
export type TerminalFacts = { readonly terminal: string; readonly accessPath: AccessPath; readonly terminalIp?: string };

/** 7.2: lets requests in that come from a terminal of the institution, by a path that the province has opened. */
@Injectable()
export class TerminalAccess {
  constructor(private readonly terminals: TerminalStore, @Inject(QR_CODE_SETTINGS) private readonly settings: QrCodeSettings) {}

  /** Refuses with `-4` what is not allowed, naming the field. */
  async require(request: FromTerminal): Promise<TerminalFacts> {
    const accessPath = accessPathOf(request);
    requireOpenPath(accessPath, this.settings.terminalAccess);
    const { termId, termIp } = request;
    requireTerminal(await this.terminals.find(termId), request);
    if (accessPath === 'https') return { terminal: termId, accessPath };
    if (!isAddress(termIp)) throw refuseField('data.termIp', 'must be the IP address of the terminal, which the dynamic library reports');
    return { terminal: termId, accessPath, terminalIp: termIp };
  }
}
