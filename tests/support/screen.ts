/** What a terminal shows after some output. */
export interface Screen {
  /** Its lines, the last one without what follows the cursor. */
  readonly lines: readonly string[];
  /** Whether the cursor can be seen. */
  readonly hasCursor: boolean;
}

// deno-lint-ignore no-control-regex -- what a terminal acts on
const TOKEN = /\x1b\[([?\d;]*)([A-Za-z])|\n|\r|[^\x1b\n\r]+/g;

/** Draw output as a terminal would that knows the sequences which a progress display uses, and no others. */
export function drawScreen(output: string): Screen {
  let lines = [""];
  let row = 0;
  let column = 0;
  let hasCursor = true;
  for (const [token, argument = "", command] of output.matchAll(TOKEN)) {
    if (token === "\n") [row, column] = [row + 1, 0];
    else if (token === "\r") column = 0;
    else if (command === undefined) {
      const line = (lines[row] ?? "").padEnd(column);
      lines[row] = line.slice(0, column) + token + line.slice(column + token.length);
      column += token.length;
    } else if (command === "F") [row, column] = [row - Number(argument), 0];
    else if (command === "J") lines = [...lines.slice(0, row), (lines[row] ?? "").slice(0, column)];
    // Deno itself clears the line when it has nothing to download.
    else if (command === "G") column = 0;
    else if (command === "K") lines[row] = "";
    else if (argument === "?25") hasCursor = command === "h";
    else if (argument !== "?2026" && command !== "m") {
      throw new TypeError(`Unknown sequence ${JSON.stringify(token)}`);
    }
    if (row < 0) throw new RangeError("The cursor left the screen");
    lines[row] ??= "";
  }
  return { lines, hasCursor };
}
