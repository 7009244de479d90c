import type { Mask } from "../../core/mask.ts";
import { secretForms } from "./secret_forms.ts";

/**
 * A mask that puts `***` for secrets in a text, in every form that they may be written in: as they are, in a URL, in JSON,
 * in Base64, and cut off with `…`. Those of fewer than four characters stay.
 */
export function createMask(secrets: Iterable<string>): Mask {
  const forms = [...new Set([...secrets].flatMap(secretForms))].sort((a, b) => b.length - a.length);
  if (forms.length === 0) return (text) => text;
  const whole = new RegExp(forms.map((form) => RegExp.escape(form)).join("|"), "g");
  return (text) => maskCuts(text.replace(whole, "***"), forms);
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
  let done = 0;
  for (const { 0: { length }, index } of line.matchAll(CUT)) {
    // Two cuts may share what stands between them.
    if (index < done) continue;
    const end = index + length;
    const begun = longest(
      forms,
      (form) => begunBefore(form, line.slice(Math.max(done, index - form.length + 1), index)),
    );
    const ended = longest(forms, (form) => endedAfter(form, line.slice(end, end + form.length - 1)));
    masked += `${line.slice(done, index - begun)}${begun === 0 ? "" : "***"}${line.slice(index, end)}${
      ended === 0 ? "" : "***"
    }`;
    done = end + ended;
  }
  return masked + line.slice(done);
}

function longest(forms: readonly string[], measure: (form: string) => number): number {
  return forms.reduce((most, form) => Math.max(most, measure(form)), 0);
}

/** How many characters of a form stand at the end of a text. By what it begins with, as trying every length takes long. */
function begunBefore(form: string, before: string): number {
  const head = form.slice(0, LEAST_PART);
  for (let at = before.indexOf(head); at >= 0; at = before.indexOf(head, at + 1)) {
    const part = before.slice(at);
    if (form.startsWith(part)) return part.length;
  }
  return 0;
}

/** How many characters of a form stand at the beginning of a text. */
function endedAfter(form: string, after: string): number {
  const tail = form.slice(-LEAST_PART);
  for (let at = after.lastIndexOf(tail); at >= 0; at = at === 0 ? -1 : after.lastIndexOf(tail, at - 1)) {
    const part = after.slice(0, at + tail.length);
    if (form.endsWith(part)) return part.length;
  }
  return 0;
}
