import assert from "node:assert/strict";
import { collectIssues } from "../../lib/core/collect_issues.ts";
import { CatalogError } from "../../lib/core/errors.ts";

Deno.test("collectIssues() gives the issues of what a call throws", () => {
  const issues = [{ code: "test", message: "broken" }];

  const collected = collectIssues(() => {
    throw new CatalogError("1 problem", { issues });
  });

  assert.deepEqual(collected, issues);
  assert.deepEqual(collectIssues(() => 5), []);
});

Deno.test("collectIssues() lets other errors through", () => {
  const error = new TypeError("no issues here");

  assert.throws(() =>
    collectIssues(() => {
      throw error;
    }), error);
});
