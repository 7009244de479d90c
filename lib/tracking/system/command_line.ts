import { toSource } from "../name_patterns.ts";

// What a name must contain for its value to be a secret.
const SECRET =
  "passw(?:or)?d|passphrase|pwd|secret|token|credential|api[-_]?key|access[-_]?key|private[-_]?key|signature|authorization";
const URL_CREDENTIALS = /([a-z][a-z0-9+.\-]*:\/\/)[^\s\/?#]*@/gi;

/**
 * A command as one could paste it into a shell, without the values that look like secrets.
 *
 * @param names Patterns of further names of secrets.
 */
export function describeCommand(words: readonly string[], names: readonly string[] = []): string {
  const secretName = new RegExp(secretNames(names), "i");
  // A flag whose value is the next word.
  const isSecretFlag = (word: string | undefined): boolean =>
    word !== undefined && /^--?[\w.\-]+$/.test(word) && secretName.test(word.replace(/^-+/, ""));
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
  // `db.password=x`, `"token": "x"`, `Authorization: Bearer x`, up to the next `,name=`, `&name=` or `;name=`.
  const secretValue = new RegExp(
    `([\\w.\\-\\[\\]]*(?:${
      secretNames(names)
    })[\\w.\\-\\[\\]]*["']?\\s*[=:]\\s*)(?:(?![,&;]\\s*["']?[\\w.\\-\\[\\]]+["']?\\s*[=:]).)+`,
    "gis",
  );
  return text.replace(URL_CREDENTIALS, "$1***@").replace(secretValue, "$1***");
}

// A pattern without `*` is a whole key.
function secretNames(patterns: readonly string[]): string {
  const further = patterns.filter((pattern) => !pattern.startsWith("!"))
    .map((pattern) => `(?<![\\w\\-])${toSource(pattern, "[\\w\\-]")}(?![\\w\\-])`);
  return [SECRET, ...further].join("|");
}

// The name of a variable stays bare, or the shell would not set it.
function quote(word: string): string {
  if (/^[\w@%+=:,./\-]+$/.test(word)) return word;
  const name = /^[A-Z][A-Z0-9_]*=/.exec(word)?.[0] ?? "";
  return `${name}'${word.slice(name.length).replaceAll("'", `'\\''`)}'`;
}
