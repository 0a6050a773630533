import { Inject, Injectable } from '@nestjs/common';
import { chinaDate, CLOCK, type Clock } from '../../../../kernel/clock.js';
import { provinceOfDivision, type ProvinceCode } from '../../../../protocol/identifiers.js';
import { refuse } from '../../../../protocol/refusal.js';
import type { TerminalRecord, TerminalWish } from '../../../../protocol/transactions/register-terminal.js';
import type { DesignatedInstitution } from '../../../../registry/institution/institution.store.js';
import { TerminalStore } from '../../../../registry/institution/terminal.store.js';
import { ProvinceNotices } from '../province-notices.js';
import { FilingNumberStore } from './filing-number.store.js';

/** A terminal to be registered, and where. */
export interface TerminalEntry {
  readonly wish: TerminalWish;
  readonly institution: DesignatedInstitution;
}

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
   * Registers terminals and tells the provinces of their institutions; gives what came of each, in order. INT-92: institution and MAC address say which device
   * it is, so that the same words once more give the same number, and other words about it change nothing. In the open unit of work.
   */
  async enter(entries: readonly TerminalEntry[]): Promise<Registered[]> {
    const inUse = byDevice(await this.terminals.findInUse(entries.map(({ wish }) => wish)));
    const wanted = new Map<string, TerminalEntry>();
    for (const entry of entries) if (!inUse.has(keyOf(entry.wish)) && !wanted.has(keyOf(entry.wish))) wanted.set(keyOf(entry.wish), entry);
    const fresh = byDevice(await this.assign([...wanted.values()]));
    return entries.map(({ wish }) => {
      const record = fresh.get(keyOf(wish));
      if (record === undefined) return compared(inUse.get(keyOf(wish)), wish);
      // The first to name it has registered it, whoever names it afterwards speaks of a known one.
      fresh.delete(keyOf(wish));
      inUse.set(keyOf(wish), record);
      return { is: 'registered', record };
    });
  }

  private async assign(entries: readonly TerminalEntry[]): Promise<TerminalRecord[]> {
    const filedOn = chinaDate(this.clock.now()).replaceAll('-', '');
    const records: TerminalRecord[] = [];
    for (const [province, own] of byProvince(entries)) {
      const numbers = await this.numbers.assign(province, Number(filedOn.slice(0, 4)), own.length);
      const assigned = own.map(({ wish, institution }, at) => ({
        ...wish, filingNumber: numbers[at], filedOn, user: institution.name, standing: 'active' as const,
      }));
      await this.terminals.put(assigned);
      await this.notices.terminalsTo(province, assigned);
      records.push(...assigned);
    }
    return records;
  }
}

/** A closed institution gets no more terminals. Else `500057` naming `field`. */
export function requireOpen({ standing }: DesignatedInstitution, field: string): void {
  if (standing === 'retired') throw refuse('institutionNotFound', { faults: [{ field, reason: 'names an institution that was closed' }] });
}

const keyOf = ({ orgId, mac }: Pick<TerminalWish, 'orgId' | 'mac'>): string => `${orgId} ${mac}`;

const byDevice = (records: readonly TerminalRecord[]): Map<string, TerminalRecord> => new Map(records.map((record) => [keyOf(record), record]));

function byProvince(entries: readonly TerminalEntry[]): Map<ProvinceCode, TerminalEntry[]> {
  const groups = new Map<ProvinceCode, TerminalEntry[]>();
  for (const entry of entries) {
    const province = provinceOfDivision(entry.institution.division);
    groups.set(province, [...(groups.get(province) ?? []), entry]);
  }
  return groups;
}

function compared(known: TerminalRecord | undefined, wish: TerminalWish): Registered {
  if (known === undefined) throw new Error('a terminal is neither known nor new');
  const different: string[] = DESCRIBING.filter((field) => known[field] !== wish[field]);
  if (wish.networks !== undefined && wish.networks.join() !== (known.networks ?? []).join()) different.push('networks');
  if (different.length === 0) return { is: 'known', record: known };
  return { is: 'different', reason: `is registered as ${known.filingNumber} with another ${different.join(', ')}` };
}
