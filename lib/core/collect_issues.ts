import type { Issue } from "./issue.ts";

/** The issues of the error that a call throws; none when it returns. Errors without issues come through. */
export function collectIssues(call: () => unknown): readonly Issue[] {
  try {
    call();
    return [];
  } catch (error) {
    const issues = issuesOf(error);
    if (issues.length === 0) throw error;
    return issues;
  }
}

/** The issues that an error carries; none when it carries none. By shape: it may come from another copy of Kedge. */
export function issuesOf(error: unknown): readonly Issue[] {
  return error instanceof Error && "issues" in error && Array.isArray(error.issues) ? error.issues : [];
}
