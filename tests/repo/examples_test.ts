import assert from "node:assert/strict";
import { dirname } from "node:path";
import { listFiles } from "../../tasks/files.ts";
import { capture, captureDeno, ROOT } from "../../tasks/process.ts";
import { type TempDir, tempDir } from "../support/temp_dir.ts";

const files = await listFiles("examples", [""]);
const projects = files.filter((path) => /^examples\/[^/]+\/kedge\.ts$/.test(path));
const scripts = files.filter((path) => /^examples\/[^/]+\.ts$/.test(path));

for (const path of projects) {
  const project = path.slice(0, -"/kedge.ts".length);
  Deno.test(`${project} runs from a fresh copy`, async () => {
    await using copy = await copyOf(project);

    const args = ["run", "-A", "--config", `${ROOT}deno.json`, `${ROOT}cli/main.ts`, "run"];
    const { code, stdout, stderr } = await captureDeno(args, { cwd: copy.path });

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

/** A copy of what is committed of a project: nothing that an earlier run left behind. */
async function copyOf(project: string): Promise<TempDir> {
  const copy = await tempDir();
  const { code, stdout, stderr } = await capture("git", [
    "ls-files",
    "-z",
    "-co",
    "--exclude-standard",
    project,
  ]);
  assert.equal(code, 0, stderr);
  for (const path of stdout.split("\0").filter((name) => name !== "")) {
    const target = copy.join(path.slice(project.length + 1));
    await Deno.mkdir(dirname(target), { recursive: true });
    await Deno.copyFile(`${ROOT}${path}`, target);
  }
  return copy;
}
