import type { OpenProjectOptions } from "../open_project.ts";
import { checkMachine } from "./check_machine.ts";
import { checkProject } from "./check_project.ts";
import { checkServer } from "./check_server.ts";
import { checkStore } from "./check_store.ts";
import type { Finding } from "./finding.ts";

/** Look at everything that the runs of a folder depend on. Nothing is changed. */
export async function examine(dir: string, options: OpenProjectOptions): Promise<readonly Finding[]> {
  const { root, settings, findings } = await checkProject(dir, options);
  if (root === undefined) return findings;
  return [
    ...findings,
    ...await checkStore(root),
    ...settings === undefined ? [] : await checkServer(root, settings, options.variables?.get("HOME")),
    ...await checkMachine(root),
  ];
}
