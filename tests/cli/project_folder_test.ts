import assert from "node:assert/strict";
import { projectCommand, requireProject } from "../../cli/project_folder.ts";
import { fakeCli } from "../support/fake_cli.ts";

const TASK = { KEDGE_COMMAND: "deno task kedge" };

Deno.test("projectCommand() needs no flag inside of the project", () => {
  const { context } = fakeCli({ cwd: "/srv/ada/penguins/pipelines", env: TASK });

  assert.equal(projectCommand(context, "/srv/ada/penguins", ["run"]), "deno task kedge run");
});

Deno.test("projectCommand() names the project where its user stands outside of it", () => {
  const { context } = fakeCli({ cwd: "/kedge/examples/penguins", env: { ...TASK, INIT_CWD: "/kedge" } });

  assert.equal(
    projectCommand(context, "/kedge/examples/penguins", ["runs", "list"]),
    "deno task kedge runs list --project examples/penguins",
  );
});

Deno.test("projectCommand() does not trust the INIT_CWD of somebody else's task", () => {
  const { context } = fakeCli({ cwd: "/srv/ada/penguins", env: { INIT_CWD: "/elsewhere" } });

  assert.match(projectCommand(context, "/srv/ada/penguins", ["run"]), / run$/);
});

Deno.test("requireProject() looks from where the user stands", async () => {
  const { context } = fakeCli({ cwd: "/kedge", env: { ...TASK, INIT_CWD: "/srv/ada" } });
  const asked: string[] = [];

  await requireProject(context, (dir) => {
    asked.push(dir);
    return Promise.resolve(dir);
  }, "penguins");

  assert.deepEqual(asked, ["/srv/ada/penguins"]);
});

Deno.test("requireProject() says how to make a project when there is none", async () => {
  const { context } = fakeCli({ cwd: "/tmp", env: TASK });

  await assert.rejects(requireProject(context, () => Promise.resolve(undefined), undefined), {
    name: "UsageError",
    message:
      'No project in "/tmp" or above it: a project has a kedge.ts. Make one with: deno task kedge new my-project',
  });
});
