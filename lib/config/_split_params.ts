/**
 * The items of `--params`, trimmed, empty ones left out. Commas separate items, but not inside a value that begins with a
 * bracket or a quote; one that is never closed reaches to the end.
 */
export function splitParams(text: string): string[] {
  const items: string[] = [];
  for (let start = 0; start <= text.length;) {
    const end = itemEnd(text, start);
    const item = text.slice(start, end).trim();
    if (item !== "") items.push(item);
    start = end + 1;
  }
  return items;
}

function itemEnd(text: string, start: number): number {
  const comma = endOr(text, text.indexOf(",", start));
  const equals = text.indexOf("=", start);
  if (equals < 0 || equals > comma) return comma;
  const value = equals + 1 + (/^\s*/.exec(text.slice(equals + 1))?.[0].length ?? 0);
  return endOr(text, text.indexOf(",", closingOf(text, value)));
}

// Where a value that begins with a bracket or a quote is closed; its beginning for all others.
function closingOf(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? "";
    if (`"'`.includes(character) && isTokenStart(text, start, at)) at = quoteEnd(text, at);
    else if ("[{".includes(character)) depth++;
    else if ("]}".includes(character)) depth--;
    if (depth <= 0) return at;
  }
  return text.length;
}

// A quote inside of a word is a letter: [it's].
function isTokenStart(text: string, start: number, at: number): boolean {
  const before = text.slice(start, at).trimEnd().at(-1);
  return before === undefined || "[{,:".includes(before);
}

function quoteEnd(text: string, start: number): number {
  const quote = text[start] ?? "";
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\" && quote === '"') at++;
    else if (text[at] === quote) {
      // A doubled single quote stands for one.
      if (quote === "'" && text[at + 1] === quote) at++;
      else return at;
    }
  }
  return text.length;
}

function endOr(text: string, index: number): number {
  return index < 0 ? text.length : index;
}
