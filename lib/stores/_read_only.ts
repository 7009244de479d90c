import { StoreError } from "../core/errors.ts";
import { checkKey } from "./key.ts";
import type { Body, Store } from "./store.ts";

/** The methods of a store that nothing can be put into. */
export function readOnly(
  uri: (key: string) => string,
  what: string,
): Pick<Store, "write" | "delete" | "copy" | "obstacle"> {
  const refuse = (verb: string, key: string): StoreError => {
    checkKey(key);
    return new StoreError(`Cannot ${verb} "${uri(key)}": ${what} is for reading only`, {
      uri: uri(key),
      kind: "denied",
    });
  };
  return {
    obstacle: () => Promise.resolve(`${what} is for reading only`),
    write: (key: string, body: Body) =>
      Promise.try(async () => {
        const error = refuse("write", key);
        if (body instanceof ReadableStream && !body.locked) await body.cancel(error).catch(() => {});
        throw error;
      }),
    delete: (key: string) =>
      Promise.try(() => {
        throw refuse("delete", key);
      }),
    copy: (_from: string, to: string) =>
      Promise.try(() => {
        throw refuse("write", to);
      }),
  };
}
