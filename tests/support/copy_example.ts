import assert from "node:assert/strict";
import { dirname } from "node:path";
import { capture, ROOT } from "../../tasks/process.ts";
import { type TempDir, tempDir } from "./temp_dir.ts";

/** A copy of `examples/NAME` without what its runs left behind: only files that git knows or would take. */
export async function copyExample(name: string): Promise<TempDir> {
  const folder = `examples/${name}/`;
  const { code, stdout, stderr } = await capture("git", [
    "ls-files",
    "-z",
    "-co",
    "--exclude-standard",
    folder,
  ]);
  assert.equal(code, 0, stderr);
  const copy = await tempDir();
  for (const path of stdout.split("\0").filter((line) => line !== "")) {
    const target = copy.join(path.slice(folder.length));
    await Deno.mkdir(dirname(target), { recursive: true });
    await Deno.copyFile(`${ROOT}${path}`, target);
  }
  return copy;
}
