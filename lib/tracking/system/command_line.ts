// What a name must contain for its value to be a secret.
const SECRET =
  "passw(?:or)?d|passphrase|pwd|secret|token|credential|api[-_]?key|access[-_]?key|private[-_]?key|signature|authorization";
const SECRET_NAME = new RegExp(SECRET, "i");
// `db.password=x`, `"token": "x"`, `Authorization: Bearer x`, up to the next `,name=`, `&name=` or `;name=`.
const SECRET_VALUE = new RegExp(
  `([\\w.\\-\\[\\]]*(?:${SECRET})[\\w.\\-\\[\\]]*["']?\\s*[=:]\\s*)(?:(?![,&;]\\s*["']?[\\w.\\-\\[\\]]+["']?\\s*[=:]).)+`,
  "gis",
);
const URL_CREDENTIALS = /([a-z][a-z0-9+.\-]*:\/\/)[^\s\/?#]*@/gi;

/** A command as one could paste it into a shell, without the values that look like secrets. */
export function describeCommand(words: readonly string[]): string {
  return words.map((word, i) =>
    quote(isSecretFlag(words[i - 1]) && !word.startsWith("--") ? "***" : redact(word))
  )
    .join(" ");
}

/** Text with `***` for the values of what looks like secrets: by name, or as credentials in a URL. */
export function redact(text: string): string {
  return text.replace(URL_CREDENTIALS, "$1***@").replace(SECRET_VALUE, "$1***");
}

// A flag whose value is the next word.
function isSecretFlag(word: string | undefined): boolean {
  return word !== undefined && /^--?[\w.\-]+$/.test(word) && SECRET_NAME.test(word);
}

function quote(word: string): string {
  return /^[\w@%+=:,./\-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
