import { pathToFileURL } from "node:url";
import { listFiles } from "../../tasks/files.ts";
import { isShipped } from "../../tasks/lint/paths.ts";
import { captureDeno, ROOT } from "../../tasks/process.ts";
import { tempDir } from "../support/temp_dir.ts";

/** What one file imports from this repository, as paths relative to the clone. */
export interface ModuleImports {
  /** Files whose values it needs as soon as it is loaded. */
  readonly code: readonly string[];
  /** Files that a literal `import()` of it loads. */
  readonly dynamic: readonly string[];
  /** Files of which it needs types only. */
  readonly types: readonly string[];
}

/** The imports of every file of lib, cli and mod.ts, by the path of the file. */
export async function readModuleGraph(): Promise<Map<string, ModuleImports>> {
  const files = (await listFiles(".", [".ts"])).filter(isShipped);
  await using dir = await tempDir();
  const imports = files.map((path) => `import ${JSON.stringify(pathToFileURL(`${ROOT}${path}`).href)};\n`);
  await dir.write({ "all.ts": imports.join("") });

  const args = ["info", "--json", "--config", `${ROOT}deno.json`, dir.join("all.ts")];
  const { code, stdout, stderr } = await captureDeno(args);
  if (code !== 0) throw new Error(`Cannot read the module graph: ${stderr}`);

  const { modules } = JSON.parse(stdout) as DenoInfo;
  return new Map(
    modules.flatMap(({ specifier, dependencies = [] }) => {
      const path = relative(specifier);
      return path === undefined ? [] : [[path, toImports(dependencies)]];
    }),
  );
}

function toImports(dependencies: readonly Dependency[]): ModuleImports {
  const paths = (chosen: readonly Dependency[], kind: "code" | "type") =>
    chosen.flatMap((dependency) => relative(dependency[kind]?.specifier ?? "") ?? []);
  return {
    code: paths(dependencies.filter(({ isDynamic }) => isDynamic !== true), "code"),
    dynamic: paths(dependencies.filter(({ isDynamic }) => isDynamic === true), "code"),
    types: paths(dependencies, "type"),
  };
}

function relative(specifier: string): string | undefined {
  const root = pathToFileURL(ROOT).href;
  return specifier.startsWith(root) ? specifier.slice(root.length) : undefined;
}

// The parts of `deno info --json` that are used here.
interface DenoInfo {
  readonly modules: readonly { readonly specifier: string; readonly dependencies?: readonly Dependency[] }[];
}

interface Dependency {
  readonly code?: { readonly specifier: string };
  readonly type?: { readonly specifier: string };
  readonly isDynamic?: boolean;
}
