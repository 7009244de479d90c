import { describePath, describeValue } from "../core/describe_value.ts";
import type { Issue } from "../core/issue.ts";
import { isPlainObject } from "../core/json.ts";
import { once } from "../core/once.ts";
import { checkWith } from "../core/zod_issues.ts";
import { z } from "../deps/zod.ts";
import type { Parsed } from "../datasets/dataset_type.ts";
import { isModulePath, UNSUPPORTED_TYPE } from "./find_type.ts";

/** How the values of a dataset are checked, as its entry says by `validator`. */
export interface ValidatorSettings {
  /** What the entry calls it. */
  readonly name: string;
  /** A function, a schema, an object with `validate()`, or a class of those. */
  readonly validator: unknown;
  /** When it is asked. */
  readonly on: readonly ("load" | "save")[];
  /** Whether a value that it refuses is an error, or a warning in the log of the run. */
  readonly severity: "error" | "warn";
  /** Whether what was checked when it was saved is not checked again when it is loaded. */
  readonly skipLoadAfterSave: boolean;
  /** Given to the class when it is made. */
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * What an entry means by its `validator`: a module, a map of settings, or in code the validator itself.
 *
 * @param at Keys down to the entry.
 * @param known Validators that modules hold, by the name that entries use.
 */
export function findValidator(
  at: readonly (string | number)[],
  given: unknown,
  known: Readonly<Record<string, unknown>>,
): Parsed<ValidatorSettings | undefined> {
  if (given === undefined || given === null) return { value: undefined };
  const path = [...at, "validator"];
  const fields = isPlainObject(given) && !isValidator(given) ? withOn(given) : { class: given };
  const parsed = checkWith(schema(), fields, { owner: describePath(path) });
  if ("issues" in parsed) return { issues: parsed.issues.map((issue) => inside(path, issue)) };
  const { class: named, on = ["load", "save"], severity = "error", options = {}, ...flags } = parsed.value;
  if (flags.enabled === false) return { value: undefined };
  const validator = typeof named === "string" ? known[named] : named;
  if (validator === undefined) return { issues: [unknownValidator(path, String(named))] };
  const name = typeof named === "string" ? named : "the validator";
  const skipLoadAfterSave = flags.skip_load_after_save ?? false;
  return { value: { name, validator, on: [on].flat(), severity, skipLoadAfterSave, options } };
}

/** Whether a value can check others: a function, a Standard Schema or an object with `validate()`. */
export function isValidator(value: unknown): boolean {
  if (typeof value === "function") return true;
  if (typeof value !== "object" || value === null) return false;
  return "~standard" in value || ("validate" in value && typeof value.validate === "function");
}

const schema = once(() => {
  const mode = z.enum(["load", "save"]);
  return z.strictObject({
    class: z.union([
      z.string().min(1),
      z.custom<object>(isValidator, {
        error: "must be a module, a function, a schema or an object with validate()",
      }),
    ]),
    on: z.union([mode, z.array(mode).min(1)]).exactOptional(),
    severity: z.enum(["error", "warn"]).exactOptional(),
    enabled: z.boolean().exactOptional(),
    skip_load_after_save: z.boolean().exactOptional(),
    options: z.record(z.string(), z.unknown()).exactOptional(),
  });
});

// YAML 1.1 reads the key `on` as true.
function withOn(
  { true: on, ...fields }: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return on === undefined ? fields : { on, ...fields };
}

function inside(path: readonly (string | number)[], issue: Issue): Issue {
  const below = issue.path ?? [];
  const subject = describePath(below);
  const isNamed = subject !== "" && issue.message.startsWith(subject);
  const message = isNamed ? `${describePath(path)}.${issue.message}` : issue.message;
  return { ...issue, message, path: [...path, ...below] };
}

function unknownValidator(path: readonly (string | number)[], name: string): Issue {
  const subject = `${describePath(path)} is ${describeValue(name)}`;
  if (isModulePath(name.replace(/#.*$/, ""))) {
    const message = `${subject}: no module of this name was loaded; a project loads modules`;
    return { code: "catalog.module_validator", message, path };
  }
  const hint = "write a module of the project, ./validators/table.ts or ./validators/table.ts#name";
  return {
    code: UNSUPPORTED_TYPE,
    message: `${subject}: a validator of Python means nothing here; ${hint}`,
    path,
  };
}
