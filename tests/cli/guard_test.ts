import assert from "node:assert/strict";
import { guard, writeJson } from "../../cli/guard.ts";
import { CatalogError, ConfigError, TrackingError } from "../../mod.ts";
import { fakeCli } from "../support/fake_cli.ts";
import { withStack } from "../support/fake_report.ts";

async function fail(
  error: unknown,
  json = false,
): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const cli = fakeCli();
  await guard(cli.context, { json, root: "/srv/ada/penguins" }, () => Promise.reject(error));
  return { code: cli.context.process.exitCode, stdout: cli.stdout(), stderr: cli.stderr() };
}

Deno.test("guard() sets the exit code that the command returns", async () => {
  const { context } = fakeCli();

  await guard(context, {}, () => Promise.resolve(130));

  assert.equal(context.process.exitCode, 130);
});

Deno.test("guard() breaks mistakes between words on a narrow terminal, and never elsewhere", async () => {
  const place = { file: "conf/base/catalog.yml", line: 12, column: 9 };
  const message = 'penguins.type is "csvv": no such dataset type';
  const issue = { code: "catalog.unknown_type", message, suggestion: "csv", place };
  const error = new ConfigError("2 problems in the configuration:\n  ...", { issues: [issue, issue] });
  const show = async (columns?: number): Promise<string | undefined> => {
    const cli = fakeCli({ columns });
    await guard(cli.context, {}, () => Promise.reject(error));
    return cli.stderr().split("conf").at(-1);
  };

  assert.equal(await show(), `/base/catalog.yml:12:9   ${message}. Did you mean "csv"?\n`);
  const indent = " ".repeat(31);
  assert.equal(
    await show(76),
    `/base/catalog.yml:12:9   penguins.type is "csvv": no such dataset\n${indent}type. Did you mean "csv"?\n`,
  );
  assert.equal(
    await show(50),
    '/base/catalog.yml:12:9\n    penguins.type is "csvv": no such dataset type.\n    Did you mean "csv"?\n',
  );
});

Deno.test("guard() shows mistakes in files with their lines, and exits with 2", async () => {
  const { code, stdout, stderr } = await fail(
    new ConfigError("3 problems in the configuration:\n  ...", {
      issues: [
        {
          code: "catalog.unknown_type",
          message: 'penguins.type is "csvv": no such dataset type',
          suggestion: "csv",
          place: { file: "conf/base/catalog.yml", line: 12, column: 9, length: 4, text: "  type: csvv" },
        },
        {
          code: "catalog.unknown_key",
          message: "penguins.fielpath is not an option of csv",
          suggestion: "filepath",
          place: { file: "conf/base/catalog.yml", line: 14, column: 3 },
        },
        {
          code: "x",
          message: "model.tres refers to nothing",
          place: { file: "conf/prod/parameters.yml", line: 3 },
        },
      ],
    }),
  );

  assert.equal(code, 2);
  assert.equal(stdout, "");
  assert.equal(
    stderr,
    `✗ 3 problems in the configuration
  conf/base/catalog.yml:12:9   penguins.type is "csvv": no such dataset type. Did you mean "csv"?
      12 │   type: csvv
         │         ^^^^
  conf/base/catalog.yml:14:3   penguins.fielpath is not an option of csv. Did you mean "filepath"?
  conf/prod/parameters.yml:3   model.tres refers to nothing
`,
  );
});

Deno.test("guard() puts carets below the value also behind wide letters and tabs", async () => {
  const { stderr } = await fail(
    new ConfigError("x\n  y", {
      issues: [{
        code: "x",
        message: "wrong",
        place: { file: "a.yml", line: 1, column: 6, length: 99, text: "\t日本: x" },
      }],
    }),
  );

  assert.deepEqual(stderr.split("\n").slice(1, 3), ["      1 │  日本: x", "        │        ^"]);
});

Deno.test("guard() tells a single problem in a single line", async () => {
  const issues = [{ code: "x", message: 'no node is named "trian"', suggestion: "train" }];
  const { stderr } = await fail(
    new CatalogError('Cannot select nodes:\n  no node is named "trian"', { issues }),
  );

  assert.equal(stderr, '✗ No node is named "trian". Did you mean "train"?\n');
});

Deno.test("guard() shows where kedge.ts failed to load", async () => {
  const cause = withStack(new TypeError("x is not a function"), [
    "at file:///srv/ada/penguins/kedge.ts:3:1",
  ]);
  const { code, stderr } = await fail(
    new ConfigError('Cannot load module "kedge.ts": x is not a function', {}, { cause }),
  );

  assert.equal(code, 2);
  assert.equal(stderr, '✗ Cannot load module "kedge.ts": x is not a function\n    at kedge.ts:3:1\n');
});

Deno.test("guard() reports errors as JSON on standard output when it is for JSON", async () => {
  const { code, stdout, stderr } = await fail(
    new TrackingError("Cannot find run", { code: "RESOURCE_DOES_NOT_EXIST" }),
    true,
  );

  assert.equal(code, 2);
  assert.equal(stderr, "✗ Cannot find run\n");
  assert.deepEqual(JSON.parse(stdout), {
    error: {
      name: "TrackingError",
      message: "Cannot find run",
      exitCode: 2,
      code: "RESOURCE_DOES_NOT_EXIST",
    },
  });
});

Deno.test("guard() calls an error that nobody foresaw a bug, with its stack, and exits with 1", async () => {
  const error = withStack(new TypeError("x of undefined"), [
    "at f (https://kedge.example/kedge@0.1.0/lib/a.ts:1:1)",
  ]);
  const { code, stderr } = await fail(error);

  assert.equal(code, 1);
  assert.match(stderr, /^✗ This is a bug in Kedge/);
  assert.match(stderr, /TypeError: x of undefined\n {6}at f \(https:/);
});

Deno.test("guard() does not call an error that the user's code threw a bug", async () => {
  const error = withStack(new TypeError("x of undefined"), [
    "at afterContextCreated (file:///srv/ada/penguins/kedge.ts:9:5)",
    "at emit (https://kedge.example/kedge@0.1.0/lib/hooks/dispatcher.ts:1:1)",
  ]);
  const { code, stderr } = await fail(error);

  assert.equal(code, 2);
  assert.equal(stderr, "✗ x of undefined\n    at afterContextCreated (kedge.ts:9:5)\n");
});

Deno.test("writeJson() writes what JSON cannot hold as MLflow does", () => {
  const cli = fakeCli();

  writeJson(cli.context, { nan: NaN, inf: -Infinity, small: 7n, big: 2n ** 64n, none: undefined });

  assert.deepEqual(JSON.parse(cli.stdout()), {
    nan: "NaN",
    inf: "-Infinity",
    small: 7,
    big: "18446744073709551616",
  });
});
