import assert from "node:assert/strict";
import { runCli } from "../../cli/run_cli.ts";
import { VERSION } from "../../lib/core/version.ts";
import { type FakeCli, fakeCli } from "../support/fake_cli.ts";

const env = { KEDGE_COMMAND: "deno task kedge" };

async function type(line: string): Promise<FakeCli & { readonly code: number }> {
  const cli = fakeCli({ args: line === "" ? [] : line.split(" "), env });
  return { ...cli, code: await runCli(cli.context) };
}

Deno.test("kedge --version prints the version alone", async () => {
  const { code, stdout, stderr } = await type("--version");

  assert.deepEqual([code, stdout(), stderr()], [0, `${VERSION}\n`, ""]);
});

Deno.test("kedge without a command prints its help", async () => {
  const { code, stdout } = await type("");

  assert.equal(code, 0);
  assert.equal(stdout(), (await type("--help")).stdout());
});

Deno.test.each([
  "",
  "run",
  "runs",
  "runs list",
  "runs show",
  "runs compare",
  "catalog",
  "catalog list",
  "catalog show",
  "catalog resolve",
  "catalog check",
  "catalog preview",
  "new",
])(
  "kedge %s --help has examples that begin with the right prefix",
  async (command) => {
    const { code, stdout } = await type(`${command} --help`.trim());

    assert.equal(code, 0);
    const examples = stdout().split("EXAMPLES\n")[1]?.split("\n\n")[0]?.split("\n") ?? [];
    assert.ok(examples.length >= 2);
    for (const line of examples.filter((_, index) => index % 2 === 0)) {
      assert.match(line, new RegExp(`^  deno task kedge ${command}`));
    }
  },
);

Deno.test("kedge run --help lists flags with the values they take", async () => {
  const { stdout } = await type("run --help");

  assert.match(stdout(), /^ {2}-e, --env NAME +Environment/m);
  assert.match(stdout(), /^ {2}-r, --runner NAME +sequential, or concurrent/m);
  assert.match(stdout(), /^ {2}-h, --help +Print help and exit$/m);
});

Deno.test("help is no wider than the terminal", async () => {
  const cli = fakeCli({ args: ["new", "--help"], env, columns: 60 });

  await runCli(cli.context);

  const flags = cli.stdout().split("ARGUMENTS")[1] ?? "";
  assert.ok(flags.split("\n").every((line) => line.length <= 60));
});

Deno.test("help for long flags stands below them on a narrow terminal", async () => {
  const cli = fakeCli({ args: ["run", "--help"], env, columns: 50 });

  await runCli(cli.context);

  const lines = cli.stdout().split("\n");
  const flag = lines.indexOf("      --experiment NAME");
  assert.equal(lines[flag + 1], "          Experiment to record the run in");
  const tooLong = lines.filter((line) => line.length > 50);
  assert.deepEqual(tooLong.filter((line) => !line.startsWith("  deno task kedge run ")), []);
});

Deno.test.each([
  ["rnu", 'There is no command "rnu". Did you mean "run"?'],
  ["runs lst", 'There is no command "lst". Did you mean "list"?'],
  ["run --bogus", 'There is no flag "--bogus"'],
  ["run --pipline a", 'There is no flag "--pipline". Did you mean "--pipeline"?'],
  ["run --form-nodes a", 'There is no flag "--form-nodes". Did you mean "--from-nodes"?'],
  ["run --zzzzzzzzzzz", 'There is no flag "--zzzzzzzzzzz"'],
  ["run -x", 'There is no flag "-x"'],
  ["run penguins", 'Argument "penguins" is one too many: the command takes flags only'],
  [
    "run --runner threads",
    '--runner must be sequential or concurrent (or SequentialRunner, ThreadRunner): it is "threads"',
  ],
  ["run --concurrency", "Flag --concurrency needs a value"],
  ["run --env --json", "Flag --env needs a value: found flag --json"],
  ["run --env a --env b", 'Flag --env can be given once: found "a" and "b"'],
  ["run --concurrency 0", '--concurrency must be a whole number of at least 1: it is "0"'],
  [
    "run --concurrency 2 --runner sequential",
    "--concurrency 2 needs the runner concurrent: found sequential",
  ],
  ["run --run-tag team", '--run-tag must be KEY=VALUE: it is "team"'],
  [
    "run --pipeline a --pipelines b",
    "--pipeline and --pipelines cannot be given together: name all of them in --pipelines",
  ],
  ["runs show", "Argument RUN is missing"],
  ["runs compare a", "Argument OTHER is missing"],
  ["new", "Argument DIR is missing"],
])("kedge %s is wrong use: %s", async (line, message) => {
  const { code, stdout, stderr } = await type(line);

  assert.equal(code, 2);
  assert.equal(stderr(), `✗ ${message}\n`);
  if (!line.includes("--json")) assert.equal(stdout(), "");
});

Deno.test("kedge run --json reports wrong use as JSON too", async () => {
  const { code, stdout } = await type("run --json --tagz x");

  assert.equal(code, 2);
  assert.deepEqual(JSON.parse(stdout()), {
    error: { name: "UsageError", message: 'There is no flag "--tagz". Did you mean "--tags"?', exitCode: 2 },
  });
});
