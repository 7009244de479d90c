import { reasonOf } from "../../core/describe_value.ts";
import type { TrackingSettings } from "../../tracking/settings.ts";
import { parseTrackingSettings } from "../../tracking/settings.ts";
import { findProject } from "../find_project.ts";
import { openProject, type OpenProjectOptions } from "../open_project.ts";
import { readProjectConfig } from "../project_config.ts";
import { failure, type Finding, warning, well } from "./finding.ts";

/** What was found of a project. */
export interface CheckedProject {
  /** Its folder; that which was asked about when there is none; `undefined` when that is none either. */
  readonly root: string | undefined;
  /** How its runs are recorded, where that could be read. */
  readonly settings: TrackingSettings | undefined;
  /** What was found. */
  readonly findings: readonly Finding[];
}

/** Look for a project, load its code and read its configuration. */
export async function checkProject(dir: string, options: OpenProjectOptions): Promise<CheckedProject> {
  if (!await isFolder(dir)) {
    const missing = failure(
      "project",
      `"${dir}" is no folder`,
      "name the folder of a project, or go into it",
    );
    return { root: undefined, settings: undefined, findings: [missing] };
  }
  const variable = (name: string): string | undefined => options.variables?.get(name);
  const root = await findProject(dir);
  if (root === undefined) {
    return {
      root: dir,
      settings: settingsOf(() => parseTrackingSettings({}, { root: dir, variable })),
      findings: [warning(
        "project",
        `none in "${dir}" or above it: a project has a kedge.ts`,
        "make one with: kedge new my-project",
      )],
    };
  }
  const findings: Finding[] = [];
  try {
    await using project = await openProject(root, options);
    const names = Object.keys(project.pipelines).length;
    findings.push(
      well(
        "project",
        `${project.name} in "${root}", ${names} pipeline${
          names === 1 ? "" : "s"
        }, environment ${project.env}`,
      ),
    );
    for (const { message } of project.notices) {
      findings.push(warning("project", message, "nothing needs to be done when this is meant"));
    }
  } catch (error) {
    findings.push(
      failure(
        "project",
        `it cannot be opened: ${reasonOf(error)}`,
        "correct it; kedge config show helps to find what is meant",
      ),
    );
  }
  const config = await readProjectConfig(root, options).catch(() => undefined);
  return {
    root,
    settings: config && settingsOf(() => parseTrackingSettings(config, { root, variable })),
    findings,
  };
}

// One that may not be looked at is told of later.
async function isFolder(path: string): Promise<boolean> {
  return await Deno.stat(path).then(
    ({ isDirectory }) => isDirectory,
    (error) => !(error instanceof Deno.errors.NotFound),
  );
}

// What is wrong with them has been told of the project.
function settingsOf(read: () => TrackingSettings): TrackingSettings | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
