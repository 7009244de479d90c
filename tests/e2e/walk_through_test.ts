import assert from "node:assert/strict";
import { join } from "node:path";
import { capture } from "../../tasks/process.ts";
import { copyClone } from "../support/copy_files.ts";
import { commandsOf, isGuide, readPages } from "../support/pages.ts";

// What a page asks to type that this test leaves out: servers, installations, and what other tests do.
const LEFT_OUT = /^(npx |deno install |deno run |deno task (serve|test|demo)\b)/;

for (const page of (await readPages()).filter(isGuide).filter(({ text }) => text.includes("kedge new "))) {
  Deno.test(`the commands of ${page.path} work when they are typed one after another`, async () => {
    await using clone = await copyClone();
    let cwd = clone.path;

    for (const command of commandsOf(page).filter((line) => !LEFT_OUT.test(line))) {
      const [program = "", ...args] = command.split(/\s+/);
      if (program === "cd") {
        cwd = join(cwd, args[0] ?? "");
        continue;
      }
      const path = program === "deno" ? Deno.execPath() : program;
      const { code, stdout, stderr } = await capture(path, args, { cwd, env: { NO_COLOR: "1" } });

      assert.equal(code, 0, `${command}\n${stdout}${stderr}`);
    }
  });
}
