/** Whether the keys down to a value fit. */
export type PathTest = (path: readonly string[]) => boolean;

/**
 * The test of some patterns, in which `*` stands for any text and `?` for one sign. A pattern fits a value, and all below
 * it, by its dotted path (`model.*`) or by one of its keys (`seed`).
 */
export function fitsAny(
  patterns: readonly string[],
  options: { readonly ignoreCase?: boolean | undefined } = {},
): PathTest {
  const tests = patterns.map((pattern) =>
    new RegExp(`^${toSource(pattern)}$`, options.ignoreCase ? "isu" : "su")
  );
  return (path) =>
    path.some((key, i) => {
      const above = path.slice(0, i + 1).join(".");
      return tests.some((test) => test.test(key) || test.test(above));
    });
}

/** A pattern as the source of a regular expression. */
export function toSource(pattern: string, any = "."): string {
  return pattern.replace(/[.+^${}()|[\]\\/]/g, "\\$&").replaceAll("*", `${any}*`).replaceAll("?", any);
}
