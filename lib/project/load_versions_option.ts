import { ConfigError } from "../core/errors.ts";
import { describeIssues, type Issue } from "../core/issue.ts";

/**
 * Read versions to load as the command line takes them: `dataset:version` separated by commas.
 *
 * @throws {ConfigError} When items cannot be read, with every problem.
 *
 * @example Versions as in `--load-versions`
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseLoadVersions } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * assert.deepEqual(parseLoadVersions("cars:2024-01-15T10.00.00.000Z"), { cars: "2024-01-15T10.00.00.000Z" });
 * ```
 */
export function parseLoadVersions(text: string): Record<string, string> {
  const issues: Issue[] = [];
  const items = text.trim() === "" ? [] : text.split(",");
  const versions = items.flatMap((item): [string, string][] => {
    const colon = item.indexOf(":");
    const [name, version] = [item.slice(0, Math.max(0, colon)).trim(), item.slice(colon + 1).trim()];
    const problem = colon < 0 || name === ""
      ? `"${item.trim()}" must be written as dataset:version`
      : versionProblem(name, version);
    if (problem === undefined) return [[name, version]];
    issues.push({ code: "run.load_versions", message: problem, place: { file: "--load-versions" } });
    return [];
  });
  if (issues.length > 0) {
    throw new ConfigError(describeIssues("Cannot read --load-versions", issues), { issues });
  }
  return Object.fromEntries(versions);
}

/** What is wrong with a version: it is the name of a folder, and must not lead anywhere else. */
export function versionProblem(dataset: string, version: string): string | undefined {
  const isFolderName = version !== "" && version !== "." && version !== ".." && !/[/\\\0]/.test(version);
  return isFolderName
    ? undefined
    : `The version of "${dataset}" must be the name of a folder, without slashes: it is "${version}"`;
}
