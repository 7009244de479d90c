import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { VERSION } from "../../lib/core/version.ts";
import { captureDeno, ROOT } from "../../tasks/process.ts";
import { blocksOf, commandsOf, isGuide, readPages } from "../support/pages.ts";
import { tempDir } from "../support/temp_dir.ts";

const pages = await readPages();

for (const page of pages.filter(isGuide)) {
  for (const { line, attributes, code } of blocksOf(page, "ts")) {
    Deno.test(`the ts block of ${page.path}:${line} runs in an empty folder`, async () => {
      await using dir = await tempDir();
      await dir.write({ "main.ts": code });

      const args = ["run", "-A", "--check", "--config", `${ROOT}deno.json`, dir.join("main.ts")];
      const { code: exitCode, stdout, stderr } = await captureDeno(args, { cwd: dir.path });

      assert.equal(attributes, "", "a block that is not run");
      assert.equal(exitCode, 0, `${stdout}${stderr}`);
    });
  }
}

Deno.test("every relative link of a page leads to a file", async () => {
  const broken: string[] = [];
  for (const { path, text } of pages) {
    for (const [, target = ""] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^([a-z]+:|#)/.test(target)) continue;
      const file = join(ROOT, dirname(path), target.replace(/#.*$/, ""));
      await Deno.stat(file).catch(() => broken.push(`${path}: ${target}`));
    }
  }

  assert.deepEqual(broken, []);
});

Deno.test("every deno task that a page names is in deno.json", async () => {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${ROOT}deno.json`)) as {
    tasks: Record<string, unknown>;
  };

  const unknown = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/deno(?:@[\d.]+)? task (?:-q )?([a-z]+)/g)]
      .filter(([, name = ""]) => !Object.hasOwn(tasks, name)).map(([found]) => `${path}: ${found}`)
  );

  assert.deepEqual(unknown, []);
});

Deno.test("every URL of Kedge in a page has the current version", () => {
  const old = pages.filter(({ path }) => path !== "CHANGELOG.md").flatMap(({ path, text }) =>
    [...text.matchAll(/kedge@(\d+\.\d+\.\d+)/g)].filter(([, version]) => version !== VERSION)
      .map(([found]) => `${path}: ${found}`)
  );

  assert.deepEqual(old, []);
});

Deno.test("every kedge command that a page shows exists, with its flags", async () => {
  const commands = pages.flatMap((page) => commandsOf(page)).flatMap((line) =>
    /(?:^|&& )(?:npx -y deno@[\d.]+ task kedge|deno task kedge|kedge) +(.*)$/.exec(line)?.[1] ?? []
  );

  const problems: string[] = [];
  for (const command of new Set(commands)) {
    const words = command.split(/\s+/);
    const end = words.findIndex((word) => !/^[a-z]+$/.test(word));
    const names = words.slice(0, end < 0 ? words.length : end);
    const { code, stdout, stderr } = await captureDeno(["run", "-A", "cli/main.ts", ...names, "--help"]);
    const missing = words.map((word) => word.replace(/=.*$/, "")).filter((word) => /^--[a-z]/.test(word))
      .filter((flag) => !stdout.includes(flag));
    if (code !== 0 || missing.length > 0) problems.push(`kedge ${command}: ${missing.join(" ")} ${stderr}`);
  }

  assert.deepEqual(problems, []);
});
