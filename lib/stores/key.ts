/**
 * Check a key: segments between `/`, none of them empty, `.` or `..`, no NUL and no half of a surrogate pair. So a key cannot
 * lead out of its store.
 *
 * @throws {TypeError} When it is not a key.
 */
export function checkKey(key: string): void {
  const problem = keyProblem(key);
  if (problem !== undefined) throw new TypeError(`Cannot use key ${JSON.stringify(key)}: ${problem}`);
}

/** What is wrong with a key, or `undefined` for a good one. */
export function keyProblem(key: string): string | undefined {
  if (key === "") return "it must not be empty";
  if (key.includes("\0")) return "it must not contain a NUL character";
  // Stores would write another sign in its place, so that two keys were one.
  if (!key.isWellFormed()) return "it must not contain half of a surrogate pair";
  for (const segment of key.split("/")) {
    if (segment === "") return 'it must not begin or end with "/" nor contain "//"';
    if (segment === "." || segment === "..") return `it must not contain the segment "${segment}"`;
  }
  return undefined;
}
