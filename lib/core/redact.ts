// What a name must contain for its value to be a secret.
const SECRET =
  "passw(?:or)?d|passphrase|pwd|secret|token(?!i[sz])|credential|api[-_]?key|access[-_]?key|private[-_]?key|signature|authorization";
const SECRET_NAME = new RegExp(SECRET, "i");
const SECRET_VALUE = valuesOf(SECRET);
const URL_CREDENTIALS = /:\/\/[^/?#\s]*@/g;
// Parameters of a query that let their bearer in: what signs URLs of stores, tokens, keys of services.
const QUERY_SECRETS =
  /([?&;](?:x-(?:amz|goog)-credential|(?:x-(?:amz|goog)-)?signature|sig|[\w.\-]{0,30}(?:token|secret|passw(?:or)?d|pwd|key)|auth|jwt)=)[^&;#\s"'<>]+/gi;

/**
 * Text with `***` for the values of what looks like secrets: by name, or as credentials in a URL.
 *
 * @param further Regular expressions of further names of secrets.
 */
export function redact(text: string, further: readonly string[] = []): string {
  const secretValue = further.length === 0 ? SECRET_VALUE : valuesOf([SECRET, ...further].join("|"));
  return hideUrlSecrets(text).replace(secretValue, "$1***");
}

/** A text without the user and password of the URLs in it, and without what signs them or lets their bearer in. */
export function hideUrlSecrets(text: string): string {
  if (!text.includes("://")) return text;
  return text.replace(URL_CREDENTIALS, "://***@").replace(QUERY_SECRETS, "$1***");
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
