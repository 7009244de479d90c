import { UTF8_NAMES } from "../file_type.ts";
import { type TableSettings, tableSettings } from "../table/settings.ts";
import type { CsvLoadArgs, OTHER_ENCODINGS } from "./load_args.ts";

/** Checked load arguments. */
export interface CsvReadSettings extends TableSettings {
  /** One character. */
  readonly separator: string;
  /** Whether the file is compressed. */
  readonly isGzip: boolean;
  /** Its encoding, if it is not UTF-8. */
  readonly encoding: (typeof OTHER_ENCODINGS)[number] | undefined;
  /** The character around cells, if it is not `"`. */
  readonly quote: string | undefined;
}

/** Whether a file is compressed. */
export function isGzipped(compression: "infer" | "gzip" | null | undefined, filepath: string): boolean {
  return compression === "gzip" || (compression !== null && /\.gz$/i.test(filepath));
}

// No text has it: it takes the place of quotes that mean nothing.
const NO_QUOTE = "\u001f";

/** What checked load arguments mean for a file. */
export function readSettings(args: CsvLoadArgs, filepath: string): CsvReadSettings {
  const { quotechar = '"', quoting = 0, encoding } = args;
  const quote = quoting === 3 ? NO_QUOTE : quotechar;
  return {
    ...tableSettings(args),
    separator: args.sep ?? args.delimiter ?? ",",
    isGzip: isGzipped(args.compression, filepath),
    encoding: encoding === undefined || isUtf8(encoding) ? undefined : encoding,
    quote: quote === '"' ? undefined : quote,
  };
}

function isUtf8(encoding: string): encoding is (typeof UTF8_NAMES)[number] {
  return UTF8_NAMES.some((name) => name === encoding);
}
