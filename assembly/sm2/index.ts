import { writeConstants } from './limbs';
import { G_ROWS, G_TABLE, G_WINDOW, KEY_ROWS, KEY_TABLES, KEY_TABLE_LENGTH, KEY_WINDOW } from './memory';
import { buildSigningTable, buildTable } from './tables';
import { verify as verifyWith } from './verify';

export { DIGEST, INVERSE, KEY_TABLES, KEY_TABLE_LENGTH, POINT_X, POINT_Y, SECRET, SIGNATURE_R, SIGNATURE_S } from './memory';
export { prepareKey, sign } from './sign';
export { REFUSED, UNDECIDED, VERIFIED } from './verify';

/** Once, before anything else, with G in POINT_X and POINT_Y. */
export function start(): void {
  writeConstants();
  buildTable(G_TABLE, G_WINDOW, G_ROWS, 1 << (G_WINDOW - 1));
  buildSigningTable(KEY_TABLES);
}

/** Makes the table number `slot` that of the public key in POINT_X and POINT_Y. */
export function prepareVerification(slot: i32): void {
  buildTable(KEY_TABLES + <usize>slot * KEY_TABLE_LENGTH, KEY_WINDOW, KEY_ROWS, 1 << (KEY_WINDOW - 1));
}

/** Verifies with table number `slot`. */
export function verify(slot: i32): i32 {
  return verifyWith(KEY_TABLES + <usize>slot * KEY_TABLE_LENGTH);
}
