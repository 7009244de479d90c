import { fileURLToPath } from "node:url";
import { type Finished, type ProcessOptions, ROOT } from "../../tasks/process.ts";
import { captureDeno } from "../../tasks/process.ts";
import { tempDir } from "../support/temp_dir.ts";

/** How a program ended, and which files of this repository it evaluated, as sorted paths relative to the clone. */
export interface EvaluatedModules extends Finished {
  /** Paths relative to the clone. */
  readonly modules: readonly string[];
  /** Names of the packages of npm of which something was evaluated: `js-yaml`. */
  readonly packages: readonly string[];
}

/**
 * Run a script with all permissions and see which files of this repository V8 evaluated: coverage profiles name exactly
 * those, however they were imported.
 */
export async function runAndListModules(
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<EvaluatedModules> {
  await using profiles = await tempDir();
  const finished = await captureDeno(["run", "-A", `--coverage=${profiles.path}`, ...args], options);
  const modules = new Set<string>();
  const packages = new Set<string>();
  for await (const { name } of Deno.readDir(profiles.path)) {
    const { url } = JSON.parse(await Deno.readTextFile(profiles.join(name))) as { readonly url: string };
    const path = url.startsWith("file:") ? fileURLToPath(url) : "";
    const [, packageName] = /\/npm\/[^/]+\/((?:@[^/]+\/)?[^/]+)\/\d/.exec(url) ?? [];
    if (packageName !== undefined) packages.add(packageName);
    if (path.startsWith(ROOT)) modules.add(path.slice(ROOT.length).replaceAll("\\", "/"));
  }
  return { ...finished, modules: [...modules].sort(), packages: [...packages].sort() };
}
