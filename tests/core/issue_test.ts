import assert from "node:assert/strict";
import { describeIssue, describeProblems, inFileOrder, type Issue } from "../../lib/core/issue.ts";
import { suggest } from "../../lib/core/suggest.ts";

function issue(message: string, file?: string, line?: number, column?: number): Issue {
  return { code: "test", message, place: file === undefined ? undefined : { file, line, column } };
}

Deno.test("describeIssue() writes place, sentence and suggestion", () => {
  assert.equal(
    describeIssue({ ...issue('type is "csvv"', "a.yml", 12, 9), suggestion: "csv" }),
    'a.yml:12:9  type is "csvv". Did you mean "csv"?',
  );
  assert.equal(describeIssue(issue("broken", "a.yml")), "a.yml  broken");
  assert.equal(describeIssue(issue("broken")), "broken");
});

Deno.test("describeProblems() counts, and lists 50 at most", () => {
  const many = Array.from({ length: 52 }, (_, i) => issue(`problem ${i}`));

  assert.equal(describeProblems("catalog", [issue("broken")]), "1 problem in the catalog:\n  broken");
  const lines = describeProblems("catalog", many).split("\n");
  assert.deepEqual([lines.length, lines[0], lines[50], lines[51]], [
    52,
    "52 problems in the catalog:",
    "  problem 49",
    "  and 2 more",
  ]);
});

Deno.test("inFileOrder() goes through files from top to bottom, in the order they come up", () => {
  const sorted = inFileOrder([
    issue("b9", "b", 9),
    issue("none"),
    issue("a2", "a", 2, 1),
    issue("b1:5", "b", 1, 5),
    issue("b1:2", "b", 1, 2),
    issue("a1", "a", 1),
  ]);

  assert.deepEqual(sorted.map(({ message }) => message), ["b1:2", "b1:5", "b9", "none", "a1", "a2"]);
});

Deno.test("suggest() finds the word that was meant, and none where none is near", () => {
  assert.equal(suggest("fielpath", ["filepath", "sep"]), "filepath");
  assert.equal(suggest("nmae", ["name", "tags"]), "name");
  assert.equal(suggest("CSV", ["csv", "json"]), "csv");
  assert.equal(suggest("param", ["parameters"]), "parameters");
  assert.equal(suggest("zzz", ["csv", "json"]), undefined);
  assert.equal(suggest("x", []), undefined);
});
