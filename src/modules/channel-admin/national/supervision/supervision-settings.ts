/** What channel supervision must be told. */
export interface SupervisionSettings {
  /** In milliseconds. */
  readonly superviseEveryMs: number;
}

export const SUPERVISION_SETTINGS = Symbol('SupervisionSettings');
