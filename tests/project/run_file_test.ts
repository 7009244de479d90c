import assert from "node:assert/strict";
import { parseRunRequest, readRunFile } from "../../lib/project/run_request.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("readRunFile() knows the line of every word", async () => {
  await using dir = await tempDir();
  await dir.write({ "run.yml": "other: 1\nrun:\n  env: prod\n  tagz: a\n" });

  const words = await readRunFile(dir.join("run.yml"), { name: "run.yml" });

  assert.throws(() => parseRunRequest(words), {
    message:
      'Cannot read what to run:\n  run.yml:4:3  run.tagz means nothing for a run. Did you mean "tags"?',
  });
});

for (
  const [what, text, message] of [
    ["without the section", "env: prod\n", /run\.yml {2}A run file must hold a map "run"/],
    ["whose section is no map", "run: [a]\n", /run\.yml:1:6 {2}A run file must hold a map "run"/],
    [
      "whose section is misspelt",
      "runn: {}\n",
      /run\.yml {2}A run file must hold a map "run": it holds "?runn"?$/,
    ],
    ["that is empty", "", /A run file must hold a map "run"/],
    ["that is not YAML", "run:\n  env: [\n", /run\.yml:2:8 {2}This is not valid YAML/],
  ] as const
) {
  Deno.test(`readRunFile() refuses a file ${what}`, async () => {
    await using dir = await tempDir();
    await dir.write({ "run.yml": text });

    await assert.rejects(readRunFile(dir.join("run.yml"), { name: "run.yml" }), {
      name: "ConfigError",
      message,
    });
  });
}

Deno.test("readRunFile() names a file that is not there", async () => {
  await using dir = await tempDir();

  await assert.rejects(readRunFile(dir.join("nothing.yml"), { name: "nothing.yml" }), {
    name: "ConfigError",
    message: /nothing\.yml {2}There is no such file$/,
  });
});

Deno.test("readRunFile() tells keys of a run that stand outside of it, together with all that is wrong inside", async () => {
  await using dir = await tempDir();
  await dir.write({
    "run.yml": "env: prod\npiplines: a\ncomment: mine\nrun:\n  env: local\n  tagz: a\n  runner: fast\n",
  });

  const words = await readRunFile(dir.join("run.yml"), { name: "run.yml" });

  assert.throws(() => parseRunRequest(words, [{ key: "env", value: "x", name: "--env" }]), {
    message: [
      "Cannot read what to run:",
      "  run.yml:1:1  env stands outside of run, where nothing reads it",
      '  run.yml:2:1  piplines stands outside of run, where nothing reads it. Did you mean "pipelines"?',
      '  run.yml:6:3  run.tagz means nothing for a run. Did you mean "tags"?',
      '  run.yml:7:3  run.runner must be sequential or concurrent (or SequentialRunner, ThreadRunner): it is "fast"',
    ].join("\n"),
  });
});
