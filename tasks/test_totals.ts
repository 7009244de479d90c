/** How many tests ended how. */
export interface Totals {
  /** Tests that passed. */
  readonly passed: number;
  /** Tests that failed; at least 1 when the test process itself failed. */
  readonly failed: number;
  /** Tests that were ignored. */
  readonly skipped: number;
}

/**
 * Count the tests of a JUnit report. Steps are not counted, as in Deno's own summary. Errors outside of a test (a
 * module that throws, a type error) stand in no report and are known by the exit code only.
 */
export function countTests(junit: string, exitCode: number): Totals {
  const totals = { passed: 0, failed: 0, skipped: 0 };
  for (const suite of junit.split("<testsuite ").slice(1)) {
    const names = new Set<string>();
    for (const testcase of suite.split("<testcase ").slice(1)) {
      const name = /^name="([^"]*)"/.exec(testcase)?.[1] ?? "";
      names.add(name);
      if (isStep(name, names)) continue;
      if (testcase.includes("<skipped/>")) totals.skipped++;
      else if (/<(failure|error)[ >]/.test(testcase)) totals.failed++;
      else totals.passed++;
    }
  }
  return exitCode !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}

/** The closing line: `3 passed, 0 failed`, and `, 1 skipped` when something was. */
export function formatTotals({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

// A step follows its test in the report and is named "test > step".
function isStep(name: string, earlier: ReadonlySet<string>): boolean {
  for (let at = name.indexOf(" &gt; "); at >= 0; at = name.indexOf(" &gt; ", at + 1)) {
    if (earlier.has(name.slice(0, at))) return true;
  }
  return false;
}
