/** Colours of a terminal, or none. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
  /** Black on white, whatever the terminal's own colours are. */
  blackOnWhite(text: string): string;
}

/** Control sequences of ECMA-48, or the text as it is. */
export function paint(coloured: boolean): Paint {
  const within = (open: string, close: string) => (text: string): string => (coloured && text !== '' ? `\u001b[${open}m${text}\u001b[${close}m` : text);
  return {
    bold: within('1', '22'), dim: within('2', '22'), red: within('31', '39'), green: within('32', '39'), yellow: within('33', '39'),
    cyan: within('36', '39'), blackOnWhite: within('30;107', '39;49'),
  };
}
