/** Colours and weights of terminal text; all of them leave the text as it is where colour is not wanted. */
export interface Style {
  /** Done. */
  green(text: string): string;
  /** Needs attention. */
  yellow(text: string): string;
  /** Failed. */
  red(text: string): string;
  /** Can be skipped. */
  dim(text: string): string;
  /** Names the thing. */
  bold(text: string): string;
}

/** Colours, or none of them. */
export function createStyle(isColoured: boolean): Style {
  const wrap = (open: number, close: number) => (text: string): string =>
    isColoured && text !== "" ? `\x1b[${open}m${text}\x1b[${close}m` : text;
  return {
    green: wrap(32, 39),
    yellow: wrap(33, 39),
    red: wrap(31, 39),
    dim: wrap(2, 22),
    bold: wrap(1, 22),
  };
}
