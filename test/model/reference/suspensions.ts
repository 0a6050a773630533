import type { Institution } from './province.js';
import { must } from './refused.js';

/** What may be suspended of an institution: itself, or its terminal. */
export type Part = 'institution' | 'terminal';

/** Which institutions and terminals are suspended, as one tier knows it (INT-90). */
export class Suspensions {
  private readonly suspended: Readonly<Record<Part, Set<Institution>>> = { institution: new Set(), terminal: new Set() };

  enter(part: Part, institution: Institution, isSuspended: boolean): void {
    if (isSuspended) this.suspended[part].add(institution);
    else this.suspended[part].delete(institution);
  }

  has(part: Part, institution: Institution): boolean {
    return this.suspended[part].has(institution);
  }

  /** An institution that is suspended is `500058`, whatever it asks. */
  admit(institution: Institution): void {
    must(!this.has('institution', institution), 'institutionNotApproved');
  }

  /** What is scanned at a terminal that is suspended is `-4`. */
  admitTerminal(institution: Institution): void {
    must(!this.has('terminal', institution), 'forbidden');
  }
}
