import { Injectable } from '@nestjs/common';
import { sm3Hex } from '../../../../crypto/sm3.js';
import { readCsv } from '../../../../kernel/csv/csv-table.js';
import { Refusal, refuseField, type FieldFault } from '../../../../protocol/refusal.js';
import type { TerminalRecord, TerminalWish } from '../../../../protocol/transactions/register-terminal.js';
import { InstitutionStore, type DesignatedInstitution } from '../../../../registry/institution/institution.store.js';
import { areaOfDivision } from '../../area.rules.js';
import { readTerminalLines, type TerminalLine } from '../../terminal-table.rules.js';
import { ManagementActs } from '../access/management-acts.js';
import { requireWithin, type ManagementUser } from '../access/management-user.js';
import { requireOpen, TerminalRegistration, type Registered, type TerminalEntry } from './terminal-registration.js';

/** So many are written in one unit of work, for which every other writer waits; whoever has more hands in several files. */
export const MOST_LINES = 2_000;

/** What became of one line of a file: a filing number, new or the one it has already, or what is wrong with it. */
export type LineOutcome = Pick<TerminalLine, 'line' | 'said'> & (
  | { readonly outcome: 'registered' | 'known'; readonly record: TerminalRecord; readonly faults?: undefined }
  | { readonly outcome: 'refused'; readonly faults: readonly FieldFault[]; readonly record?: undefined }
);

/**
 * 7.2.1.1, INT-94: registers the terminals of a file. Good lines go in, all of them in one unit of work; every faulty one comes back with its fields and
 * reasons and changes nothing. The same file once more gives the same numbers, so that it is corrected and handed in again as a whole.
 */
@Injectable()
export class TerminalUpload {
  constructor(
    private readonly institutions: InstitutionStore, private readonly registration: TerminalRegistration, private readonly acts: ManagementActs,
  ) {}

  /** What became of each line, in the order of the file. Refuses with `-2` a file that cannot be read at all. */
  async register(user: ManagementUser, file: Uint8Array, charset: string | undefined): Promise<LineOutcome[]> {
    const lines = readTerminalLines(readCsv(file, charset));
    if (lines.length > MOST_LINES) throw refuseField('body', `has ${lines.length} terminals; at most ${MOST_LINES} are taken at once`);
    const readable = lines.filter(({ wish }) => wish !== undefined).length;
    if (readable === 0) return lines.map((line) => refused(line, line.faults));
    const deed = { act: 'management.terminal.upload', subject: user.scope.text, facts: { file: sm3Hex(file), lines: lines.length, readable } };
    return this.acts.perform(user, deed, () => this.enter(user, lines));
  }

  /** Registers one terminal. */
  async registerOne(user: ManagementUser, wish: TerminalWish): Promise<TerminalRecord> {
    return this.acts.perform(user, { act: 'management.terminal.register', subject: wish.orgId, facts: { kind: wish.kind } }, async () => {
      const [entered] = await this.registration.enter([{ wish, institution: await this.institutionOf(user, wish.orgId) }]);
      if (entered.is === 'different') throw refuseField('mac', entered.reason);
      return entered.record;
    });
  }

  private async enter(user: ManagementUser, lines: readonly TerminalLine[]): Promise<LineOutcome[]> {
    const places = await this.placesOf(user, lines);
    const entries = new Map<TerminalLine, TerminalEntry>();
    for (const line of lines) {
      const institution = line.wish && places.get(line.wish.orgId);
      if (line.wish !== undefined && institution !== undefined && !(institution instanceof Refusal)) entries.set(line, { wish: line.wish, institution });
    }
    const entered = await this.registration.enter([...entries.values()]);
    const results = new Map([...entries.keys()].map((line, at) => [line, entered[at]]));
    return lines.map((line) => outcomeOf(line, results.get(line), places.get(line.wish?.orgId ?? '')));
  }

  /** The institutions that the lines name, each looked for once, or why they cannot be named. */
  private async placesOf(user: ManagementUser, lines: readonly TerminalLine[]): Promise<Map<string, DesignatedInstitution | Refusal>> {
    const places = new Map<string, DesignatedInstitution | Refusal>();
    for (const orgId of new Set(lines.flatMap(({ wish }) => wish?.orgId ?? []))) {
      places.set(orgId, await this.institutionOf(user, orgId).catch(refusalIn));
    }
    return places;
  }

  private async institutionOf(user: ManagementUser, orgId: string): Promise<DesignatedInstitution> {
    const institution = await this.institutions.require(orgId, 'orgId');
    requireWithin(user, areaOfDivision(institution.division), 'orgId');
    requireOpen(institution, 'orgId');
    return institution;
  }
}

function outcomeOf(line: TerminalLine, entered: Registered | undefined, place: DesignatedInstitution | Refusal | undefined): LineOutcome {
  if (entered?.is === 'different') return refused(line, [{ field: 'mac', reason: entered.reason }]);
  if (entered !== undefined) return { line: line.line, said: line.said, outcome: entered.is, record: entered.record };
  return refused(line, place instanceof Refusal ? place.faults : line.faults);
}

const refused = ({ line, said }: TerminalLine, faults: readonly FieldFault[]): LineOutcome => ({ line, said, outcome: 'refused', faults });

function refusalIn(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  throw error;
}
