/** One cell of a printed form. */
export interface SheetCell {
  readonly text: string;
  /** How many columns and rows it covers; 1 by default. */
  readonly columns?: number;
  readonly rows?: number;
  /** Centred by default. */
  readonly align?: 'left' | 'center';
}

/** One row of a printed form: the cells that begin in it, from the left. */
export interface SheetRow {
  readonly cells: readonly SheetCell[];
  /** In millimetres at the usual size of the text; room for a stamp, say. */
  readonly leastHeight?: number;
}

/** A form as it is printed on A4: title, one table, notes below it. */
export interface Sheet {
  readonly title: string;
  readonly landscape: boolean;
  /** On one page, with smaller letters where it is full (the default); or, of a list, on as many as it needs. */
  readonly pages?: 'one' | 'as needed';
  /** So many rows from the first on stand at the top of every page. */
  readonly headRows?: number;
  /** Widths of the columns as parts of the whole. */
  readonly columns: readonly number[];
  readonly rows: readonly SheetRow[];
  readonly notes: readonly string[];
}

/** A4 (ISO 216) and the margin that every printer leaves, in millimetres. */
export const A4 = { width: 210, height: 297, margin: 12 } as const;

/** Usual size of the text, in points. */
export const USUAL_TEXT = 9.5;

/** Size of the text of a list that goes over several pages, in points. */
export const LIST_TEXT = 8;

/** The least height of a row in millimetres, where the text had to be made smaller. */
export const leastHeightAt = ({ leastHeight = 0 }: SheetRow, textSize: number): number => (leastHeight * textSize) / USUAL_TEXT;
