/** How the parts of a date are found: the words of `strptime` that are known. */
const PARTS: Readonly<Record<string, string>> = {
  "%Y": "(?<Y>\\d{4})",
  "%y": "(?<y>\\d{2})",
  "%m": "(?<m>\\d{1,2})",
  "%d": "(?<d>\\d{1,2})",
  "%H": "(?<H>\\d{1,2})",
  "%M": "(?<M>\\d{1,2})",
  "%S": "(?<S>\\d{1,2})",
  "%f": "(?<f>\\d{1,9})",
  "%z": "(?<z>Z|[-+]\\d{2}:?\\d{2})",
  "%%": "%",
};

/** The date that a text means by a format; `undefined` when it means none. Without a zone it is in UTC. */
export function parseDate(text: string, format: string): Date | undefined {
  const pattern = format.replace(
    /%.|[^%]/g,
    (part) => PARTS[part] ?? part.replace(/[.*+?^${}()|[\]\\]/, "\\$&"),
  );
  const { Y, y, m = "1", d = "1", H = "0", M = "0", S = "0", f = "", z = "Z" } =
    new RegExp(`^${pattern}$`).exec(text.trim())?.groups ?? {};
  // As Python reads years of two digits.
  const year = Y !== undefined
    ? Number(Y)
    : y === undefined
    ? NaN
    : Number(y) + (Number(y) < 69 ? 2000 : 1900);
  const date = new Date(Date.UTC(year, Number(m) - 1, Number(d), Number(H), Number(M), Number(S)));
  // 31 February would be taken for a day in March.
  const isReal = date.getUTCMonth() === Number(m) - 1 && date.getUTCDate() === Number(d) &&
    Number(H) < 24 && Number(M) < 60 && Number(S) < 60;
  if (!isReal) return undefined;
  const [, sign = "+", hours = "0", minutes = "0"] = /^([-+])(\d{2}):?(\d{2})$/.exec(z) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
  return new Date(date.getTime() + Number(f.padEnd(3, "0").slice(0, 3)) - offset * 60_000);
}

/** A date, in UTC, in a format of the same words. */
export function formatDate(date: Date, format: string): string {
  const part = (value: number, length = 2): string => String(value).padStart(length, "0");
  const parts: Readonly<Record<string, string>> = {
    "%Y": part(date.getUTCFullYear(), 4),
    "%y": part(date.getUTCFullYear() % 100),
    "%m": part(date.getUTCMonth() + 1),
    "%d": part(date.getUTCDate()),
    "%H": part(date.getUTCHours()),
    "%M": part(date.getUTCMinutes()),
    "%S": part(date.getUTCSeconds()),
    "%f": part(date.getUTCMilliseconds(), 3) + "000",
    "%z": "+0000",
    "%%": "%",
  };
  return format.replace(/%./g, (word) => parts[word] ?? word);
}
