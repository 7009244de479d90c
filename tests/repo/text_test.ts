import assert from "node:assert/strict";
import { capture, ROOT } from "../../tasks/process.ts";

const TEXT = /\.(ts|md|json|jsonc|yml|yaml|txt|sh|py|html|css)$|^\.ci\/run$|^[^.]+$/;

Deno.test("the repository names no machine's paths, hosts or unnumbered work to do", async () => {
  const rules: readonly (readonly [what: string, pattern: RegExp])[] = [
    ["a path of one machine", /(^|[\s"'`(=:])\/(Users|work|root|mnt)\/[a-z]/],
    ["a path of one machine", /[A-Z]:\\Users\\/],
    ["TODO or FIXME without the number of an issue", /\b(FIXME|TODO(?!\(#\d+\):))/],
    ["a host of a package registry", /\bregistry\.[a-z0-9.-]+\.(org|com|net|io)\b/],
    ["a focused or switched-off test", /Deno\.test\.(only|ignore)\(|^\s*(only|ignore): *true/],
  ];

  const problems: string[] = [];
  for (const path of await trackedFiles()) {
    if (path === "tests/repo/text_test.ts" || path.startsWith("tests/vectors/") && path.endsWith(".json")) {
      continue;
    }
    const lines = (await Deno.readTextFile(`${ROOT}${path}`)).split("\n");
    for (const [index, line] of lines.entries()) {
      for (const [what, pattern] of rules) {
        if (pattern.test(line)) {
          problems.push(`${path}:${index + 1} has ${what}: ${line.trim().slice(0, 100)}`);
        }
      }
    }
  }

  assert.deepEqual(problems, []);
});

/** Text files that are, or would be, committed. */
async function trackedFiles(): Promise<string[]> {
  const { code, stdout, stderr } = await capture("git", [
    "ls-files",
    "-z",
    "-co",
    "--exclude-standard",
    "--deduplicate",
  ]);
  assert.equal(code, 0, stderr);
  const present: string[] = [];
  for (const path of stdout.split("\0").filter((name) => TEXT.test(name))) {
    // A file that was removed and not committed yet is still listed.
    if (await Deno.stat(`${ROOT}${path}`).then(({ isFile }) => isFile, () => false)) present.push(path);
  }
  return present;
}
