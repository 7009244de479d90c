import assert from "node:assert/strict";
import { dirname } from "node:path";
import { capture, ROOT } from "../../tasks/process.ts";
import { type TempDir, tempDir } from "./temp_dir.ts";

/** A copy of `examples/NAME` without what its runs left behind. */
export function copyExample(name: string): Promise<TempDir> {
  return copyFiles(`examples/${name}/`);
}

/** A copy of the whole clone without what runs and tests left behind. */
export function copyClone(): Promise<TempDir> {
  return copyFiles("");
}

/** A copy of the files below a folder of the clone that git knows or would take. */
async function copyFiles(folder: string): Promise<TempDir> {
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", folder || "."];
  const { code, stdout, stderr } = await capture("git", args);
  assert.equal(code, 0, stderr);
  const copy = await tempDir();
  for (const path of stdout.split("\0").filter((line) => line !== "")) {
    const target = copy.join(path.slice(folder.length));
    await Deno.mkdir(dirname(target), { recursive: true });
    await Deno.copyFile(`${ROOT}${path}`, target);
  }
  return copy;
}
