import { isSecretName, redact as redactText } from "../../core/redact.ts";
import { toSource } from "../../core/name_patterns.ts";

/**
 * A command as one could paste it into a shell, without the values that look like secrets.
 *
 * @param names Patterns of further names of secrets.
 */
export function describeCommand(words: readonly string[], names: readonly string[] = []): string {
  const further = sourcesOf(names);
  // A flag whose value is the next word.
  const isSecretFlag = (word: string | undefined): boolean =>
    word !== undefined && /^--?[\w.\-]+$/.test(word) && isSecretName(word.replace(/^-+/, ""), further);
  return words.map((word, i) =>
    quote(isSecretFlag(words[i - 1]) && !word.startsWith("--") ? "***" : redact(word, names))
  )
    .join(" ");
}

/**
 * Text with `***` for the values of what looks like secrets: by name, or as credentials in a URL.
 *
 * @param names Patterns of further names of secrets.
 */
export function redact(text: string, names: readonly string[] = []): string {
  return redactText(text, sourcesOf(names));
}

// A pattern without `*` is a whole key.
function sourcesOf(patterns: readonly string[]): string[] {
  return patterns.filter((pattern) => !pattern.startsWith("!"))
    .map((pattern) => `(?<![\\w\\-])${toSource(pattern, "[\\w\\-]")}(?![\\w\\-])`);
}

// The name of a variable stays bare, or the shell would not set it.
function quote(word: string): string {
  if (/^[\w@%+=:,./\-]+$/.test(word)) return word;
  const name = /^[A-Z][A-Z0-9_]*=/.exec(word)?.[0] ?? "";
  return `${name}'${word.slice(name.length).replaceAll("'", `'\\''`)}'`;
}
