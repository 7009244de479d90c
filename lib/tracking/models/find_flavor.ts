import { describeValue, listWords } from "../../core/describe_value.ts";
import { ModelError } from "../../core/errors.ts";
import { loadModule } from "../../core/load_module.ts";
import { didYouMean } from "../../core/suggest.ts";
import { isFlavor, type ModelFlavor } from "./flavor.ts";
import type { KeptFlavor } from "./mlmodel.ts";
import { isJsonModelClass, JSON_FLAVOR, jsonFlavor } from "./json_flavor.ts";
import { ONNX_FLAVOR } from "./onnx_flavor.ts";
import { V8_FLAVOR } from "./v8_flavor.ts";

/** Flavours that need no module. The bytes of an ONNX model are those that Python has. */
const BUILT_IN: Readonly<Record<string, ModelFlavor>> = {
  json: JSON_FLAVOR,
  v8: V8_FLAVOR,
  // Its models are bytes, which it checks itself.
  onnx: ONNX_FLAVOR as ModelFlavor,
  "mlflow.onnx": ONNX_FLAVOR as ModelFlavor,
};

const NAMES = ["json", "v8", "onnx"];
const EXAMPLE = "a module such as ./flavors/forest.ts";

/** Where modules of flavours come from. */
export interface FindFlavorOptions {
  /** Folder of the project, outside of which nothing is loaded. Without it no module is. */
  readonly root?: string | undefined;
}

/** What is wrong with the name of a flavour, whether it is used or not. A flavour of Python is found wrong when it is used. */
export function flavorNameProblem(name: string): string | undefined {
  if (Object.hasOwn(BUILT_IN, name) || isPythonFlavor(name) || isModule(name)) return undefined;
  return `no such flavor${didYouMean(name, NAMES)}; known are ${listWords(NAMES, "and")}, and ${EXAMPLE}`;
}

/** Why a flavour cannot be used here, although it is one. */
export function pythonFlavorProblem(name: string): string | undefined {
  if (Object.hasOwn(BUILT_IN, name) || !isPythonFlavor(name)) return undefined;
  return `Flavor "${name}" is one of Python and cannot be used here: use ${NAMES.join(", ")} or ${EXAMPLE}`;
}

/** Whether a flavour is named by its module: `./flavors/forest.ts`, or a class in it: `./forest.ts#Forest`. */
export function isFlavorModule(name: string): boolean {
  return isModule(name);
}

/** The flavour of a name, with the module that it is, if it is one; a flavour itself stays as it is. */
export async function openFlavor(
  given: string | ModelFlavor,
  options: FindFlavorOptions,
): Promise<KeptFlavor> {
  if (typeof given !== "string") return { flavor: given, module: undefined };
  return { flavor: await findFlavor(given, options), module: isModule(given) ? given : undefined };
}

/**
 * The flavour of a name: a built-in one, or the export of a module of the project (after `#`, else the default one) that is a
 * flavour, or a class with `toJSON()` and a static `load()`.
 *
 * @throws {ModelError} When there is none.
 * @throws {ConfigError} When its module cannot be loaded.
 */
export async function findFlavor(name: string, { root }: FindFlavorOptions = {}): Promise<ModelFlavor> {
  const builtIn = Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;
  if (builtIn !== undefined) return builtIn;
  const problem = pythonFlavorProblem(name) ?? flavorNameProblem(name);
  if (problem !== undefined) throw new ModelError(sentence(name, problem), { model: name });
  if (root === undefined) {
    const reason = "configuration from elsewhere cannot name modules, and code gives the flavor itself";
    throw new ModelError(`Cannot load flavor "${name}": ${reason}`, { model: name });
  }
  const [path = "", exported = "default"] = name.split("#");
  const found = (await loadModule(path, { root }))[exported];
  if (isJsonModelClass(found)) return jsonFlavor(found);
  if (isFlavor(found)) return found;
  const wanted = "a flavor { name, save, load }, or a class with toJSON() and a static load()";
  const subject = exported === "default" ? "its default export" : `its export "${exported}"`;
  throw new ModelError(
    `Cannot use module "${path}" as a flavor: ${subject} must be ${wanted}: it is ${describeValue(found)}`,
    { model: name },
  );
}

function sentence(name: string, problem: string): string {
  return /^[A-Z]/.test(problem) ? problem : `Cannot find flavor "${name}": ${problem}`;
}

function isPythonFlavor(name: string): boolean {
  return /^mlflow(\.\w+)+$/.test(name);
}

function isModule(name: string): boolean {
  const path = name.split("#")[0] ?? "";
  return /^\.{0,2}[/\\]/.test(path) || /\.[mc]?[jt]s$/.test(path);
}
