import type { YAMLException } from "../deps/js_yaml.ts";
import type { Issue } from "../core/issue.ts";
import type { SourceText } from "./source_text.ts";

// How far back to look for what was opened and not closed.
const MAX_LOOK_BACK = 10_000;

/** A syntax error in words that say what to mend; nothing of the text itself is in the message. */
export function explainSyntax(error: YAMLException, source: SourceText): Issue {
  const position = error.mark?.position ?? 0;
  const problem = unclosed(error.reason, position, source.text) ??
    badStart(error.reason, position, source.text) ??
    { at: position, message: reword(error.reason) };
  return {
    code: "config.yaml_syntax",
    message: `this is not valid YAML: ${problem.message}`,
    place: source.placeOf(problem.at, problem.at + 1),
  };
}

interface Problem {
  readonly at: number;
  readonly message: string;
}

// The parser stops at the end of what was not closed; the mistake is where it was opened.
function unclosed(reason: string, position: number, text: string): Problem | undefined {
  if (!/^(?:deficient indentation|unexpected end|missed comma|end of the stream)/.test(reason)) {
    return undefined;
  }
  const start = Math.max(0, position - MAX_LOOK_BACK);
  const before = text.slice(start, position);
  const quote = /(?:^|[\s,:[{])(["'])(?:(?!\1)[^])*$/.exec(before);
  const at = quote === null
    ? openBracket(before)
    : before.length - quote[0].length + quote[0].indexOf(quote[1] ?? "");
  return at === undefined
    ? undefined
    : { at: start + at, message: `${before[at]} is opened here and not closed` };
}

function openBracket(before: string): number | undefined {
  let depth = 0;
  for (let at = before.length - 1; at >= 0; at--) {
    const character = before[at] ?? "";
    if ("]}".includes(character)) depth++;
    if ("[{".includes(character) && depth-- === 0) return at;
  }
  return undefined;
}

function badStart(reason: string, position: number, text: string): Problem | undefined {
  // A text that begins with % is taken for a directive, which must be followed by a document.
  const at = reason.startsWith("directives end") ? text.search(/\S/) : position;
  const character = text[at] ?? "";
  if (character === "" || !"@`%]},".includes(character)) return undefined;
  return { at, message: `a value that begins with ${character} must be quoted` };
}

// The reasons of the parser, save those that quote the text.
function reword(reason: string): string {
  if (reason.startsWith("tab characters")) return "lines must be indented with spaces, not tabs";
  return reason.includes('"') || reason.includes(": ") ? "a tag or directive is malformed" : reason;
}
