import { describeValue } from "../../core/describe_value.ts";
import { isPlainObject } from "../../core/json.ts";
import { loadModule } from "../../core/load_module.ts";
import type { MlflowHeaders } from "./mlflow_options.ts";

/**
 * Headers that a module makes anew for every request: its default export is a function that is given options and gives headers,
 * or a promise of them.
 *
 * @param text `{ module, root, options }` as JSON, or `undefined` when there is no module.
 */
export function moduleHeaders(text: string | undefined): MlflowHeaders | undefined {
  if (text === undefined) return undefined;
  const told: unknown = JSON.parse(text);
  const { module, root, options } = isPlainObject(told) ? told : {};
  return async () => {
    const { default: make } = await loadModule(String(module), { root: String(root) });
    if (typeof make !== "function") {
      throw new TypeError(
        `Cannot make headers with "${module}": its default export must be a function: it is ${
          describeValue(make)
        }`,
      );
    }
    const headers: unknown = await make(options);
    if (isPlainObject(headers)) return headers as Readonly<Record<string, string>>; // each is checked when it is sent
    throw new TypeError(
      `Cannot make headers with "${module}": its function must give an object of headers: it gave ${
        describeValue(headers)
      }`,
    );
  };
}
