import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { commandInNewProject, commandPrefix, formatCommand } from "../../cli/command_prefix.ts";
import { fakeCli } from "../support/fake_cli.ts";
import { tempDir } from "../support/temp_dir.ts";

const NPX = "/srv/ada/.npm/_npx/0f3b/node_modules/deno/deno";

Deno.test("commandPrefix() looks for nothing where the words are known", () => {
  const { context } = fakeCli({ env: { KEDGE_COMMAND: "deno task kedge" } });

  assert.equal(commandPrefix({ ...context, startedBy: ["kedge"] }), "kedge");
});

Deno.test("commandPrefix() is what the task says it is called", () => {
  const { context } = fakeCli({ env: { KEDGE_COMMAND: "deno task kedge" } });

  assert.equal(commandPrefix(context), "deno task kedge");
});

Deno.test("commandPrefix() starts Deno by npx for somebody who did so", () => {
  const { context } = fakeCli({ env: { KEDGE_COMMAND: "deno task kedge" }, execPath: NPX });

  assert.equal(commandPrefix(context), `npx -y deno@${Deno.version.deno} task kedge`);
});

Deno.test("commandPrefix() is kedge where the script of that name starts this module", async () => {
  await using dir = await tempDir();
  const mainModule = "https://kedge.example/kedge@0.1.0/cli/main.ts";
  await dir.write({ "bin/kedge": `#!/bin/sh\nexec deno run --allow-all '${mainModule}' "$@"\n` });

  const { context } = fakeCli({ env: { PATH: `${dir.join("none")}:${dir.join("bin")}` }, mainModule });

  assert.equal(commandPrefix(context), "kedge");
});

Deno.test("commandPrefix() does not name a kedge that is something else", async () => {
  await using dir = await tempDir();
  await dir.write({ "bin/kedge": "#!/bin/sh\nexec anchor\n" });

  const { context } = fakeCli({ env: { PATH: dir.join("bin") } });

  assert.equal(commandPrefix(context), "deno run -A https://kedge.example/kedge@0.1.0/cli/main.ts");
});

Deno.test("commandPrefix() is the whole command for a file, as short as the folder allows", async () => {
  await using dir = await tempDir();
  const mainModule = pathToFileURL(dir.join("ked ge/cli/main.ts")).href;

  const inside = fakeCli({ mainModule, cwd: dir.join("ked ge") });
  const outside = fakeCli({ mainModule, cwd: "/somewhere" });

  assert.equal(commandPrefix(inside.context), "deno run -A cli/main.ts");
  assert.equal(commandPrefix(outside.context), `deno run -A '${dir.join("ked ge/cli/main.ts")}'`);
});

Deno.test("commandInNewProject() is the task of the project, however this command line was started", () => {
  assert.equal(commandInNewProject(fakeCli().context), "deno task kedge");
  assert.equal(
    commandInNewProject(fakeCli({ execPath: NPX }).context),
    `npx -y deno@${Deno.version.deno} task kedge`,
  );
});

Deno.test("formatCommand() quotes what a shell would take apart", () => {
  assert.equal(
    formatCommand("kedge", [
      "run",
      "--from-nodes",
      "f([a]) -> [b]",
      "--params",
      "a=1,b.c=2",
      "--run-tag",
      "it's=$x",
    ]),
    `kedge run --from-nodes 'f([a]) -> [b]' --params a=1,b.c=2 --run-tag 'it'\\''s=$x'`,
  );
});

Deno.test("formatCommand() keeps a command on one line, whatever a name holds", () => {
  assert.equal(
    formatCommand("kedge", ["runs", "show", "it's\na\\b\x1b[31m"]),
    "kedge runs show $'it\\'s\\na\\\\b\\x1b[31m'",
  );
});
