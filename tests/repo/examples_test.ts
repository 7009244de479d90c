import assert from "node:assert/strict";
import { listFiles } from "../../tasks/files.ts";
import { captureDeno, ROOT } from "../../tasks/process.ts";
import { copyExample } from "../support/copy_files.ts";
import { kedge } from "../support/kedge.ts";
import { tempDir } from "../support/temp_dir.ts";

const files = await listFiles("examples", [""]);
const projects = files.filter((path) => /^examples\/[^/]+\/kedge\.ts$/.test(path));
const scripts = files.filter((path) => /^examples\/[^/]+\.ts$/.test(path));

for (const path of projects) {
  const name = path.slice("examples/".length, -"/kedge.ts".length);
  Deno.test(`examples/${name} runs from a fresh copy`, async () => {
    await using copy = await copyExample(name);

    const { code, stdout, stderr } = await kedge(copy.path, ["run"]);

    assert.equal(code, 0, `${stdout}${stderr}`);
  });
}

for (const path of scripts) {
  Deno.test(`${path} runs in an empty folder`, async () => {
    await using dir = await tempDir();

    const args = ["run", "-A", "--config", `${ROOT}deno.json`, `${ROOT}${path}`];
    const { code, stdout, stderr } = await captureDeno(args, { cwd: dir.path });

    assert.equal(code, 0, `${stdout}${stderr}`);
  });
}

Deno.test("every folder of examples is a project", () => {
  const folders = new Set(files.map((path) => path.split("/").slice(0, -1).slice(0, 2).join("/")));

  assert.deepEqual(
    [...folders].filter((folder) => !projects.includes(`${folder}/kedge.ts`) && folder !== "examples"),
    [],
  );
  assert.ok(projects.includes("examples/penguins/kedge.ts"));
});
