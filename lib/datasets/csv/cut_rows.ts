import type { ByteSource } from "../byte_source.ts";
import { countLineEnds, textBlocks } from "../utf8.ts";
import { RowScanner } from "./_row_scanner.ts";

/** Text that holds whole rows. */
export interface RowText {
  /** The text. */
  readonly text: string;
  /** Number of its first line, from 1. */
  readonly line: number;
  /** Which of its rows, from 0, are blank lines; `undefined` without quotes, as the cells themselves tell it then. */
  readonly blank: ReadonlySet<number> | undefined;
}

// A quote that is never closed would otherwise read a large file into memory to say so.
const MAX_ROW_LENGTH = 64 * 1024 * 1024;

/** Cut separated values where rows end, so that they can be parsed piece by piece; a line end in quotes ends no row. */
export async function* cutRows(
  source: ByteSource,
  separator: string,
): AsyncGenerator<RowText, void, undefined> {
  const scanner = new RowScanner(separator);
  let open = { text: "", line: 1 };
  for await (const { text, line } of textBlocks(source)) {
    if (open.text === "" && !text.includes('"')) {
      yield { text, line, blank: undefined };
      continue;
    }
    const { end, blank, wrong } = scanner.scan(text);
    const lineAt = (at: number) => line + countLineEnds(text.slice(0, at));
    if (wrong !== undefined) {
      throw source.problem("Wanted a separator or a line end after a closing quote", { line: lineAt(wrong) });
    }
    if (end > 0) {
      const isOpen = open.text !== "";
      yield { text: open.text + text.slice(0, end), line: isOpen ? open.line : line, blank };
      open = { text: "", line: lineAt(end) };
    } else if (open.text === "") {
      open = { text: "", line };
    }
    open = { text: open.text + text.slice(end), line: open.line };
    if (open.text.length > MAX_ROW_LENGTH) throw unclosed(source, open.line);
  }
  if (open.text === "") return;
  if (scanner.isInQuotes) throw unclosed(source, open.line);
  yield { ...open, blank: new Set(open.text.trim() === "" ? [0] : []) };
}

function unclosed(source: ByteSource, line: number): Error {
  return source.problem("A quote in the row that begins here is never closed", { line });
}
