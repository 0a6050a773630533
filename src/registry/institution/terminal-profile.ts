import { Inject, Injectable } from '@nestjs/common';
import type { Admission, Admittee } from '../../kernel/dispatch/admission.js';
import { networksHolding } from '../../protocol/networks.js';
import { refuse, type Refusal } from '../../protocol/refusal.js';
import { terminalNamedIn } from '../../protocol/terminal-request.js';
import type { TerminalRecord } from '../../protocol/transactions/register-terminal.js';
import { TerminalStore } from './terminal.store.js';

export interface TerminalProfileSettings {
  /** Whether this tier takes requests without a signature at all. */
  readonly taken: boolean;
}

export const TERMINAL_PROFILE_SETTINGS = Symbol('TerminalProfileSettings');

/** Who is said to speak, as far as that is said. */
interface Said {
  readonly orgId: string | undefined;
  readonly termId: string | undefined;
}

/** Who speaks from an address: the institution, and the terminal where it is one alone. */
export interface SpeaksFrom {
  readonly orgId: string | undefined;
  readonly termId: string | undefined;
}

/**
 * 终端免签名 (INT-135): a request without a signature is worth what the place it comes from is worth. It is taken where the tier opens this, from an
 * institution registered for it, and from a network at which an active terminal of that institution is registered.
 */
@Injectable()
export class TerminalProfile implements Admission {
  constructor(private readonly terminals: TerminalStore, @Inject(TERMINAL_PROFILE_SETTINGS) private readonly settings: TerminalProfileSettings) {}

  /** Refuses with `-4`, naming what does not fit. What is signed does not concern it. */
  async admit({ caller, address, signed, data }: Admittee): Promise<void> {
    if (signed) return;
    if (!this.settings.taken) throw notTaken('signType', 'must be SM2 or SM3: requests without a signature are not taken here');
    if (caller.kind !== 'institution') throw notTaken('signType', 'must be SM2 or SM3: only terminals of institutions speak without a signature');
    const termId = terminalNamedIn(data);
    const here = (await this.at(address)).filter(({ orgId, filingNumber }) => orgId === caller.ownerId && (termId ?? filingNumber) === filingNumber);
    if (here.some(({ standing }) => standing === 'active')) return;
    throw refusalOf(here[0], termId, address);
  }

  /**
   * Who speaks from an address, where the request leaves it open: of the active terminals registered there (at the narrowest network that has any that fit),
   * their institution and their number, each where it is one alone.
   */
  async speaker(address: string, { orgId, termId }: Said): Promise<SpeaksFrom> {
    if (!this.settings.taken || (orgId !== undefined && termId !== undefined)) return { orgId, termId };
    const here = (await this.at(address)).filter((each) => each.standing === 'active' && (orgId ?? each.orgId) === each.orgId);
    const nearest = here.filter(({ network }) => network === here[0]?.network);
    return { orgId: orgId ?? theOnly(here.map((each) => each.orgId)), termId: termId ?? theOnly(nearest.map(({ filingNumber }) => filingNumber)) };
  }

  private async at(address: string): Promise<(TerminalRecord & { readonly network: string })[]> {
    return (await this.terminals.at(networksHolding(address))).map(({ network, terminal }) => ({ ...terminal, network }));
  }
}

/** The one text in a list, however often it stands there. */
function theOnly(texts: readonly string[]): string | undefined {
  const different = new Set(texts);
  return different.size === 1 ? texts[0] : undefined;
}

function refusalOf(known: TerminalRecord | undefined, termId: string | undefined, address: string): Refusal {
  if (known !== undefined) return notTaken('data.termId', `is a terminal that is ${known.standing}`);
  if (termId !== undefined) return notTaken('data.termId', `is not registered to speak without a signature from ${address}`);
  return notTaken('signType', `must be SM2 or SM3: no terminal of this institution is registered to speak without a signature from ${address}`);
}

const notTaken = (field: string, reason: string): Refusal => refuse('forbidden', { faults: [{ field, reason }] });
