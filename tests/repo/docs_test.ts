import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { VERSION } from "../../lib/core/version.ts";
import { listFiles } from "../../tasks/files.ts";
import { captureDeno, ROOT } from "../../tasks/process.ts";

interface Page {
  readonly path: string;
  readonly text: string;
}

/** Pages for users and contributors. Their `ts` blocks run as tests of their own: `deno test --doc`. */
async function readPages(): Promise<Page[]> {
  const paths = (await listFiles(".", [".md"])).filter((path) => !path.startsWith("tests/"));
  return await Promise.all(
    paths.map(async (path) => ({ path, text: await Deno.readTextFile(`${ROOT}${path}`) })),
  );
}

/** Lines of the `sh` blocks of a page, comments and continuation lines taken care of. */
function commandsOf({ text }: Page): string[] {
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => block);
  return blocks.flatMap((block) => block.replaceAll("\\\n", " ").split("\n"))
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter((line) => line !== "");
}

Deno.test("every ts block of README and docs is run", async () => {
  const pages = (await readPages()).filter(({ path }) => path === "README.md" || path.startsWith("docs/"));

  const switchedOff = pages.filter(({ text }) => /^```(ts|typescript) +(ignore|no_run)/m.test(text));

  assert.deepEqual(switchedOff.map(({ path }) => path), []);
});

Deno.test("every relative link of a page leads to a file", async () => {
  const broken: string[] = [];
  for (const { path, text } of await readPages()) {
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

  const unknown = (await readPages()).flatMap(({ path, text }) =>
    [...text.matchAll(/deno(?:@[\d.]+)? task (?:-q )?([a-z]+)/g)]
      .filter(([, name = ""]) => !Object.hasOwn(tasks, name)).map(([found]) => `${path}: ${found}`)
  );

  assert.deepEqual(unknown, []);
});

Deno.test("every URL of Kedge in a page has the current version", async () => {
  const old = (await readPages()).filter(({ path }) => path !== "CHANGELOG.md").flatMap(({ path, text }) =>
    [...text.matchAll(/kedge@(\d+\.\d+\.\d+)/g)].filter(([, version]) => version !== VERSION)
      .map(([found]) => `${path}: ${found}`)
  );

  assert.deepEqual(old, []);
});

Deno.test("every kedge command that a page shows exists, with its flags", async () => {
  const commands = (await readPages()).flatMap((page) => commandsOf(page)).flatMap((line) =>
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
