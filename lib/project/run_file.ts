import { placeOf, toData } from "../config/config_node.ts";
import { sourceText } from "../config/source_text.ts";
import { parseYaml } from "../config/yaml.ts";
import { reasonOf } from "../core/describe_value.ts";
import { ConfigError } from "../core/errors.ts";
import { describeProblems, type Issue } from "../core/issue.ts";
import type { RunWord } from "./run_word.ts";

/** How to read a run file. */
export interface ReadRunFileOptions {
  /** What messages call it. @default {its path} */
  readonly name?: string | undefined;
}

/**
 * Read a file that says what to run: YAML or JSON with a section `run`, whose keys are the flags of `kedge run` with
 * underscores. Other sections are not looked at.
 *
 * @returns What {@linkcode parseRunRequest} reads.
 * @throws {ConfigError} When it cannot be read or has no such section.
 *
 * @example A run that is written down
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseRunRequest, readRunFile } from "https://kedge.example/kedge@0.1.0/mod.ts";
 *
 * const file = await Deno.makeTempFile({ suffix: ".yml" });
 * await Deno.writeTextFile(file, "run:\n  env: prod\n  pipelines: etl, report\n  params: {seed: 7}\n");
 *
 * const { open, run } = parseRunRequest(await readRunFile(file));
 *
 * assert.deepEqual([open.env, open.params, run.pipelines], ["prod", { seed: 7 }, ["etl", "report"]]);
 * await Deno.remove(file);
 * ```
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
    throw problem('A run file must hold a map "run"', { file: name, ...place });
  }
  return [...section.entries].map(([key, entry]) => ({
    key,
    value: toData(entry.value),
    name: `run.${key}`,
    place: placeOf(entry.key),
  }));
}

async function readText(path: string, name: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    throw problem(`This file cannot be read: ${reasonOf(error)}`, { file: name }, error);
  }
}

function problem(message: string, place: Issue["place"], cause?: unknown): ConfigError {
  const issues = [{ code: "run.file", message, place }];
  return new ConfigError(describeProblems("run file", issues), { issues }, { cause });
}
