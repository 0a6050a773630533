/** An input as a caller may write it: any text where the table wants one of a certain form. The server's answer names what has the wrong form. */
export type Plain<T> =
  T extends string ? string :
  T extends number ? number :
  T extends boolean ? boolean :
  T extends readonly (infer U)[] ? readonly Plain<U>[] :
  T extends object ? { [K in keyof T]: Plain<T[K]> } : T;
