import { checkBySchema } from "../core/check_schema.ts";
import { midSentence, reasonOf } from "../core/describe_value.ts";
import { currentScope } from "../core/run_context.ts";
import type { StandardSchema } from "../core/standard_schema.ts";
import { isValidator, type ValidatorSettings } from "./find_validator.ts";

/**
 * What a validator makes of a value.
 *
 * @throws {Error} When it refuses the value, and that is an error.
 */
export async function validate(value: unknown, settings: ValidatorSettings): Promise<unknown> {
  const { name, severity } = settings;
  try {
    return await call(value, settings);
  } catch (error) {
    const message = `${name} refuses the value: ${midSentence(reasonOf(error))}`;
    if (severity === "error") throw new Error(message, { cause: error });
    const scope = currentScope();
    scope?.run?.log("warn", message, scope.node);
    return value;
  }
}

async function call(value: unknown, { validator, options }: ValidatorSettings): Promise<unknown> {
  if (isSchema(validator)) return await checked(validator, value);
  const made = isClass(validator) ? new validator(options) : validator;
  if (isSchema(made)) return await checked(made, value);
  const result: unknown = hasValidate(made)
    ? await made.validate(value)
    : typeof made === "function"
    ? await made(value, options)
    : refuseObject();
  return result ?? value;
}

async function checked(schema: StandardSchema, value: unknown): Promise<unknown> {
  const result = await checkBySchema(schema, value, "it");
  if ("value" in result) return result.value;
  throw new Error(result.issues.map(({ message }) => message).join("; "));
}

function isSchema(value: unknown): value is StandardSchema {
  return (typeof value === "object" || typeof value === "function") && value !== null && "~standard" in value;
}

function hasValidate(value: unknown): value is { validate(value: unknown): unknown } {
  return isValidator(value) && typeof value === "object" && value !== null && "validate" in value;
}

function isClass(value: unknown): value is new (options: unknown) => unknown {
  return typeof value === "function" && typeof value.prototype === "object" && value.prototype !== null &&
    "validate" in value.prototype;
}

function refuseObject(): never {
  throw new TypeError("A validator must be a function, a schema or an object with validate()");
}
