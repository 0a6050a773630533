/** Which part of a list is asked for; pages count from 1. */
export interface Page {
  readonly page: number;
  readonly pageSize: number;
}

/** One page of a list, as every list of the management centre is answered. */
export interface Listed<T> extends Page {
  readonly total: number;
  readonly items: readonly T[];
}
