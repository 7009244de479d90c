import { parseEvents, type YAMLException } from "../deps/js_yaml.ts";
import type { Issue } from "../core/issue.ts";
import type { SourceText } from "./source_text.ts";

/** A syntax error in words that say what to mend. The message repeats nothing of the text: it may hold credentials. */
export function explainSyntax({ reason, mark }: YAMLException, source: SourceText): Issue {
  const { at, message } = findMistake(reason, mark?.position ?? 0, source.text);
  return {
    code: "config.yaml_syntax",
    message: `This is not valid YAML: ${message}`,
    place: source.placeOf(at, at + 1),
  };
}

interface Mistake {
  readonly at: number;
  readonly message: string;
}

function findMistake(reason: string, position: number, text: string): Mistake {
  return findUnclosed(reason, position, text) ?? findBadStart(reason, position, text) ??
    { at: position, message: reword(reason) };
}

// The parser stops where it cannot go on; the mistake is the bracket or quote before that was not closed. It is the last
// one whose removal, with all that follows, leaves a valid text.
const MAX_TRIES = 40;
const MAX_TRIED_LENGTH = 200_000;

function findUnclosed(reason: string, position: number, text: string): Mistake | undefined {
  if (!/^(?:deficient indentation|unexpected end)/.test(reason) || position > MAX_TRIED_LENGTH) {
    return undefined;
  }
  const openers = [...text.slice(0, position).matchAll(/[[{"']/g)].slice(-MAX_TRIES);
  const opener = openers.findLast(({ index }) => isValid(text.slice(0, index)));
  return opener && { at: opener.index, message: `${opener[0]} is opened here and not closed` };
}

function isValid(text: string): boolean {
  try {
    parseEvents(text, {});
    return true;
  } catch {
    return false;
  }
}

function findBadStart(reason: string, position: number, text: string): Mistake | undefined {
  // A text that begins with % is taken for a directive, which must be followed by a document.
  const at = reason.startsWith("directives end") ? text.search(/\S/) : position;
  const character = text[at] ?? "";
  if (character === "" || !"@`%]},".includes(character)) return undefined;
  return { at, message: `a value that begins with ${character} must be quoted` };
}

const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^tab characters/, "lines must be indented with spaces, not tabs"],
  [/^bad indentation of a mapping/, 'this does not fit in; a value with ": " in it must be quoted'],
  [/^bad indentation/, "the indentation does not fit in"],
  [
    /^end of the stream/,
    "this does not go on what is above; every key is followed by a colon, every item follows a dash",
  ],
  [/^a whitespace character is expected/, "a space must follow the colon"],
  [/^nesting exceeded/, "values must be nested at most 100 deep"],
  [/^unknown escape/, "there is no such escape; a text with backslashes belongs in single quotes"],
  [/^(?:the stream contains non-printable|null byte)/, "this character cannot be printed"],
  // What else repeats the text.
  [/["<]|: /, "a tag or directive is malformed"],
];

function reword(reason: string): string {
  return REASONS.find(([pattern]) => pattern.test(reason))?.[1] ?? reason;
}
