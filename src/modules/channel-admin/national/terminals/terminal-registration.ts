import { Inject, Injectable } from '@nestjs/common';
import { chinaDate, CLOCK, type Clock } from '../../../../kernel/clock.js';
import { provinceOfDivision } from '../../../../protocol/identifiers.js';
import { refuse } from '../../../../protocol/refusal.js';
import { transactions } from '../../../../protocol/transactions/index.js';
import type { TerminalRecord, TerminalWish } from '../../../../protocol/transactions/register-terminal.js';
import type { DesignatedInstitution } from '../../../../registry/institution/institution.store.js';
import { TerminalStore } from '../../../../registry/institution/terminal.store.js';
import { ProvinceNotices } from '../province-notices.js';
import { FilingNumberStore } from './filing-number.store.js';

/** What came of a registration: a new filing number, the one the terminal has already, or another terminal that stands in the way. */
export type Registered =
  | { readonly is: 'registered' | 'known'; readonly record: TerminalRecord }
  | { readonly is: 'different'; readonly reason: string };

const DESCRIBING = ['name', 'purpose', 'version', 'developer', 'kind'] as const;

/** 7.2.1.1, table 1: registers acceptance terminals, one by one or many at once. */
@Injectable()
export class TerminalRegistration {
  constructor(
    private readonly terminals: TerminalStore, private readonly numbers: FilingNumberStore, private readonly notices: ProvinceNotices,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Registers a terminal and tells the province of its institution. INT-92: institution and MAC address say which device it is, so that the same words once
   * more give the same number, and other words about it change nothing. In the open unit of work.
   */
  async enter(wish: TerminalWish, institution: DesignatedInstitution): Promise<Registered> {
    requireOpen(institution);
    const known = await this.terminals.findInUse(wish.orgId, wish.mac);
    if (known === undefined) return { is: 'registered', record: await this.assign(wish, institution) };
    const different = DESCRIBING.filter((field) => known[field] !== wish[field]);
    if (different.length === 0) return { is: 'known', record: known };
    return { is: 'different', reason: `is registered as ${known.filingNumber} with another ${different.join(', ')}` };
  }

  private async assign(wish: TerminalWish, { name, division }: DesignatedInstitution): Promise<TerminalRecord> {
    const filedOn = chinaDate(this.clock.now()).replaceAll('-', '');
    const filingNumber = await this.numbers.assign(provinceOfDivision(division), Number(filedOn.slice(0, 4)));
    const record = { ...wish, filingNumber, filedOn, user: name, standing: 'active' as const };
    await this.terminals.put(record);
    await this.notices.toProvinceOf(division, wish.orgId, transactions.syncTerminal, { record });
    return record;
  }
}

/** A closed institution gets no more terminals. Else `500057`. */
function requireOpen({ standing }: DesignatedInstitution): void {
  if (standing === 'retired') throw refuse('institutionNotFound', { faults: [{ field: 'orgId', reason: 'names an institution that was closed' }] });
}
