import { placeOf, toData } from "../config/config_node.ts";
import { sourceText } from "../config/source_text.ts";
import { parseYaml } from "../config/yaml.ts";
import { listSome, reasonOf } from "../core/describe_value.ts";
import { ConfigError } from "../core/errors.ts";
import { describeProblems, type Issue } from "../core/issue.ts";
import { suggest } from "../core/suggest.ts";
import { type ReadRunFileOptions, RUN_KEYS } from "./run_request.ts";
import type { RunWord } from "./run_word.ts";

/**
 * Read a run file.
 *
 * @throws {ConfigError} When it cannot be read or has no section `run`.
 */
export async function readRunFile(
  path: string,
  options: ReadRunFileOptions = {},
): Promise<readonly RunWord[]> {
  const { name = path } = options;
  const source = sourceText(name, await readText(path, name));
  const { node, issues } = parseYaml(source);
  if (issues.length > 0) throw new ConfigError(describeProblems("run file", issues), { issues });
  const section = node?.kind === "map" ? node.entries.get("run")?.value : undefined;
  if (section?.kind !== "map") {
    const place = section && placeOf(section.mark);
    const keys = node?.kind === "map" ? [...node.entries.keys()] : [];
    const found = section === undefined && keys.length > 0 ? `: it holds ${listSome(keys)}` : "";
    throw problem(`A run file must hold a map "run"${found}`, { file: name, ...place });
  }
  const outside = [...node?.kind === "map" ? node.entries : []].filter(([key]) => isMisplaced(key));
  return [...section.entries].map(([key, entry]) => ({
    key,
    value: toData(entry.value),
    name: `run.${key}`,
    place: placeOf(entry.key),
  })).concat(outside.map(([key, entry]) => ({
    key,
    value: toData(entry.value),
    name: key,
    place: placeOf(entry.key),
    isOutside: true,
  })));
}

// Other sections are not looked at, but what was meant for a run is not passed over.
function isMisplaced(key: string): boolean {
  const name = key.replaceAll("-", "_");
  return name !== "run" && (RUN_KEYS.includes(name) || suggest(name, ["run", ...RUN_KEYS]) !== undefined);
}

async function readText(path: string, name: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    const reason = error instanceof Deno.errors.NotFound
      ? "There is no such file"
      : `This file cannot be read: ${reasonOf(error)}`;
    throw problem(reason, { file: name }, error);
  }
}

function problem(message: string, place: Issue["place"], cause?: unknown): ConfigError {
  const issues = [{ code: "run.file", message, place }];
  return new ConfigError(describeProblems("run file", issues), { issues }, { cause });
}
