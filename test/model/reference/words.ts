/** Who a person is (4.1), always with a resident id number. */
export interface Identity {
  readonly idType: '01';
  readonly idNo: string;
  readonly userName: string;
}

/** 参保地: a pooling area with the insurance type there. */
export interface Place {
  readonly poolingArea: string;
  readonly insuranceType: string;
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;

/** How long things live when no configuration says otherwise. */
export const CODE_LIVES = 60 * SECOND;
export const DISPLAY_LIVES = 30 * MINUTE;
export const TOKEN_LIVES = 30 * MINUTE;
export const HANDLING_LIVES = 30 * MINUTE;
/** INT-02. */
export const REQUEST_IS_FRESH = 10 * MINUTE;

/** The province a division lies in: its first two digits. */
export const provinceOf = (division: string): string => division.slice(0, 2);

/** The provinces some places lie in, each once. */
export const provincesOf = (places: readonly Place[]): string[] => [...new Set(places.map(({ poolingArea }) => provinceOf(poolingArea)))];

export const sameIdentity = (one: Identity, other: Identity): boolean => one.idNo === other.idNo && one.userName === other.userName;

/** A person's places once one province has told its own (INT-72). */
export const withPlacesOf = (province: string, own: readonly Place[], all: readonly Place[]): Place[] =>
  [...all.filter(({ poolingArea }) => provinceOf(poolingArea) !== province), ...own];

export const samePlaces = (one: readonly Place[], other: readonly Place[]): boolean => written(one) === written(other);

const written = (places: readonly Place[]): string => places.map(({ poolingArea, insuranceType }) => `${poolingArea} ${insuranceType}`).toSorted().join();
