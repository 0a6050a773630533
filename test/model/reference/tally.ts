/** How many rows of which table this story has added, by tier and table: nothing else may have happened. */
export class Tally {
  private readonly rows = new Map<string, number>();

  /** `tier`: `national`, `00` for its codes, or the two digits of a province. */
  count(tier: string, table: string, rows = 1): void {
    const key = `${tier === '00' ? 'national' : tier} ${table}`;
    this.rows.set(key, this.of(key) + rows);
  }

  of(key: string): number {
    return this.rows.get(key) ?? 0;
  }
}
