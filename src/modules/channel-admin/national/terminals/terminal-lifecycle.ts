import { Injectable } from '@nestjs/common';
import { provinceOfDivision } from '../../../../protocol/identifiers.js';
import { refuse } from '../../../../protocol/refusal.js';
import type { TerminalChange, TerminalNetworks, TerminalRecord } from '../../../../protocol/transactions/register-terminal.js';
import { InstitutionStore } from '../../../../registry/institution/institution.store.js';
import { TerminalStore } from '../../../../registry/institution/terminal.store.js';
import { requireTerminalStep, type TerminalAct } from '../../terminal-standing.rules.js';
import { WrongState } from '../../wrong-state.rules.js';
import { ManagementActs } from '../access/management-acts.js';
import type { ManagementUser } from '../access/management-user.js';
import { ProvinceNotices } from '../province-notices.js';

/** 7.2.1.1: what happens to a terminal after its registration; its province is told and lets its scans in, or does not any more. */
@Injectable()
export class TerminalLifecycle {
  constructor(
    private readonly terminals: TerminalStore, private readonly institutions: InstitutionStore, private readonly notices: ProvinceNotices,
    private readonly acts: ManagementActs,
  ) {}

  /** The terminal, or `-5`: the address names none. */
  async require(filingNumber: string): Promise<TerminalRecord> {
    const found = await this.terminals.find(filingNumber);
    if (found === undefined) throw refuse('badAddress', { faults: [{ field: 'filingNumber', reason: 'is the number of no terminal' }] });
    return found;
  }

  /** Suspends, resumes or retires a terminal. */
  change(user: ManagementUser, filingNumber: string, act: TerminalAct, reason: string): Promise<TerminalRecord> {
    return this.rewrite(user, filingNumber, act, { reason }, (known) => ({ ...known, standing: requireTerminalStep(act, known.standing) }));
  }

  /** Says anew what a terminal is and does. */
  describe(user: ManagementUser, filingNumber: string, change: TerminalChange): Promise<TerminalRecord> {
    return this.rewrite(user, filingNumber, 'describe', { version: change.version }, (known) => {
      if (known.standing === 'retired') throw new WrongState('badRequest', 'the terminal is retired');
      return { ...known, ...change };
    });
  }

  /** INT-139: says anew from which networks a terminal may speak without a signature. */
  bind(user: ManagementUser, filingNumber: string, { networks }: TerminalNetworks): Promise<TerminalRecord> {
    return this.rewrite(user, filingNumber, 'bind', { networks: networks.join(',') }, (known) => {
      if (known.standing === 'retired') throw new WrongState('badRequest', 'the terminal is retired');
      return { ...known, networks: networks.length > 0 ? networks : undefined };
    });
  }

  private async rewrite(
    user: ManagementUser, filingNumber: string, act: TerminalAct | 'describe' | 'bind', facts: Record<string, string>,
    rewritten: (known: TerminalRecord) => TerminalRecord,
  ): Promise<TerminalRecord> {
    return this.acts.perform(user, { act: `management.terminal.${act}`, subject: filingNumber, facts }, async () => {
      const record = rewritten(await this.require(filingNumber));
      const { division } = await this.institutions.require(record.orgId);
      await this.terminals.put([record]);
      await this.notices.terminalsTo(provinceOfDivision(division), [record]);
      return record;
    });
  }
}
