import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { capture, type Finished, ROOT } from "../../tasks/process.ts";
import { findPython } from "../../tasks/services/python.ts";
import { type TempDir, tempDir } from "./temp_dir.ts";

const python = await findPython("kedro");

/**
 * A test that runs Kedro. Where it is not installed the test is skipped and says how to install it; in continuous
 * integration it fails.
 */
export function testWithKedro(name: string, run: () => Promise<void>): void {
  const isSkipped = python === undefined && Deno.env.get("CI") === undefined;
  const hint = isSkipped ? " (skipped without Kedro: deno task services install)" : "";
  Deno.test(`${name}${hint}`, { ignore: isSkipped }, run);
}

/** Run Kedro's Python in a folder. Nothing is sent anywhere. */
export async function runPython(cwd: string, args: readonly string[]): Promise<Finished> {
  assert.ok(python !== undefined, "Kedro is not installed: deno task services install");
  const env = { DO_NOT_TRACK: "1", KEDRO_DISABLE_TELEMETRY: "1", PYTHONDONTWRITEBYTECODE: "1" };
  const finished = await capture(python, ["-W", "ignore", ...args], { cwd, env });
  assert.equal(finished.code, 0, `${finished.stdout}${finished.stderr}`);
  return finished;
}

const PROJECT = `${ROOT}tests/services/kedro/project`;
const WORKBOOK = `${ROOT}tests/datasets/fixtures/pandas_files/birds.xlsx`;

/** A copy of the project that both engines run, with its credentials. */
export async function copyKedroProject(): Promise<TempDir> {
  const copy = await tempDir();
  for (const path of await filesBelow(PROJECT)) await copyFile(join(PROJECT, path), copy.join(path));
  await copyFile(WORKBOOK, copy.join("data", "01_raw", "birds.xlsx"));
  await copy.write({ "conf/local/credentials.yml": "shared_disk:\n  token: canary-7f3a\n" });
  await copy.write({ "conf/prod/credentials.yml": "shared_disk:\n  token: canary-7f3a\n" });
  return copy;
}

/** Paths of all files below a folder, in order. */
export async function filesBelow(folder: string): Promise<string[]> {
  const paths: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory) paths.push(name);
    else paths.push(...(await filesBelow(join(folder, name))).map((path) => `${name}/${path}`));
  }
  return paths.filter((path) => !path.startsWith("__pycache__")).sort();
}

async function copyFile(from: string, to: string): Promise<void> {
  await Deno.mkdir(dirname(to), { recursive: true });
  await Deno.copyFile(from, to);
}
