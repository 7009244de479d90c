import type { Mask } from "../../core/mask.ts";

/**
 * A mask that puts `***` for secrets in a text, in every form that they may be written in: as they are, in a URL, in JSON,
 * and cut off with `…`. Those of fewer than four characters stay.
 */
export function createMask(secrets: Iterable<string>): Mask {
  const forms = [...new Set([...secrets].flatMap(formsOf))].sort((a, b) => b.length - a.length);
  if (forms.length === 0) return (text) => text;
  const whole = new RegExp(forms.map((form) => RegExp.escape(form)).join("|"), "g");
  return (text) => maskCuts(text.replace(whole, "***"), forms);
}

// Shorter ones would be found in words that have nothing to do with them.
const LEAST_LENGTH = 4;

function formsOf(secret: string): string[] {
  // Half of a surrogate pair has no place in a URL.
  const whole = secret.toWellFormed();
  const inUrls = [encodeURI(whole), encodeURIComponent(whole)];
  const inJson = JSON.stringify(secret).slice(1, -1);
  // Consoles choose quotes that stand not in the text.
  return [secret, secret.trim(), ...inUrls, inJson, inJson.replaceAll('\\"', '"')]
    .filter((form) => form.trim().length >= LEAST_LENGTH);
}

// What messages leave out: Kedge with `…`, the engine's JSON.parse() with `"...`.
const CUT = /"?(?:…|\.\.\.)"?/g;
const LEAST_PART = 6;

function maskCuts(text: string, forms: readonly string[]): string {
  return text.includes("…") || text.includes("...")
    ? text.split(/(?<=\n)/).map((line) => maskLine(line, forms)).join("")
    : text;
}

function maskLine(line: string, forms: readonly string[]): string {
  let masked = "";
  let rest = line;
  for (const { 0: { length }, index } of line.matchAll(CUT)) {
    const at = index - (line.length - rest.length);
    // Two cuts may share what stands between them.
    if (at < 0) continue;
    const before = rest.slice(0, at);
    const after = rest.slice(at + length);
    const begun = longest(forms, (form, size) => before.endsWith(form.slice(0, size)));
    const ended = longest(forms, (form, size) => after.startsWith(form.slice(-size)));
    masked += `${begun === 0 ? before : `${before.slice(0, -begun)}***`}${rest.slice(at, at + length)}${
      ended === 0 ? "" : "***"
    }`;
    rest = after.slice(ended);
  }
  return masked + rest;
}

/** How many characters of a form stand there, at the end or the beginning of it. */
function longest(forms: readonly string[], stands: (form: string, size: number) => boolean): number {
  let found = 0;
  for (const form of forms) {
    for (let size = form.length - 1; size >= LEAST_PART && size > found; size--) {
      if (stands(form, size)) found = size;
    }
  }
  return found;
}
