// What a name must contain for its value to be a secret.
const SECRET =
  "passw(?:or)?d|passphrase|pwd|secret|token(?!i[sz])|credential|api[-_]?key|access[-_]?key|private[-_]?key|signature|authorization";
const SECRET_NAME = new RegExp(SECRET, "i");
const SECRET_VALUE = valuesOf(SECRET);
const URL_CREDENTIALS = /([a-z][a-z0-9+.\-]{0,30}:\/\/)[^\s\/?#]*@/gi;

/**
 * Text with `***` for the values of what looks like secrets: by name, or as credentials in a URL.
 *
 * @param further Regular expressions of further names of secrets.
 */
export function redact(text: string, further: readonly string[] = []): string {
  const secretValue = further.length === 0 ? SECRET_VALUE : valuesOf([SECRET, ...further].join("|"));
  return text.replace(URL_CREDENTIALS, "$1***@").replace(secretValue, "$1***");
}

/**
 * Whether the value of a name is likely to be a secret: `db_password`, `apiKey`.
 *
 * @param further Regular expressions of further names of secrets.
 */
export function isSecretName(name: string, further: readonly string[] = []): boolean {
  return SECRET_NAME.test(name) || further.some((source) => new RegExp(source, "i").test(name));
}

// Parts have a greatest length, or the time for a long text would grow with the square of its length.
// `db.password=x`, `"token": "x"`, `Authorization: Bearer x`, up to the next `,name=`, `&name=` or `;name=`.
function valuesOf(names: string): RegExp {
  return new RegExp(
    `([\\w.\\-\\[\\]]{0,80}(?:${names})[\\w.\\-\\[\\]]{0,80}["']?\\s*[=:]\\s*)(?:(?![,&;]\\s*["']?[\\w.\\-\\[\\]]+["']?\\s*[=:]).)+`,
    "gis",
  );
}
