/** The items of `a,b`, trimmed, empty ones left out. Commas in brackets do not split, as they may be in names of nodes. */
export function parseNames(text: string): string[] {
  return splitAtCommas(text).map((item) => item.trim()).filter((item) => item !== "");
}

function splitAtCommas(text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (const char of text) {
    if (char === "[" || char === "(") depth++;
    if (char === "]" || char === ")") depth--;
    if (char === "," && depth <= 0) parts.push("");
    else parts[parts.length - 1] += char;
  }
  return parts;
}
