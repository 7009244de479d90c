import type { Leftover, Store, StoreTraits } from "./store.ts";

/** A store that can be named before it is there. */
export interface LazyStoreParts {
  /** Where its keys are counted from, as the opened store has it. */
  readonly root: string;
  /** What it can do, as the opened store has it. */
  readonly traits: StoreTraits;
  /** URI of a key, as the opened store has it. */
  uri(key: string): string;
  /** Whether writes can leave something behind. */
  readonly hasLeftovers: boolean;
  /** What keeps every object from being put, if something does. */
  readonly obstacle?: string | undefined;
  /** Opens it. */
  open(): Promise<Store>;
}

/** A store that is opened by its first use, so that naming it loads and asks nothing. */
export function lazyStore(
  { root, traits, uri, hasLeftovers, obstacle, open }: LazyStoreParts,
): Store & AsyncDisposable {
  let opening: Promise<Store> | undefined;
  const opened = (): Promise<Store> =>
    opening ??= open().catch((error) => {
      // The next use may find what this one missed.
      opening = undefined;
      throw error;
    });
  return {
    root,
    traits,
    uri,
    read: async (key, options) => await (await opened()).read(key, options),
    write: async (key, body, options) => {
      try {
        return await (await opened()).write(key, body, options);
      } catch (error) {
        // When it cannot be opened, nobody has let go of the bytes yet.
        if (body instanceof ReadableStream && !body.locked) await body.cancel(error).catch(() => {});
        throw error;
      }
    },
    ...obstacle !== undefined && { obstacle: () => Promise.resolve(obstacle) },
    stat: async (key) => await (await opened()).stat(key),
    hasBytes: async (key, options) => await (await opened()).hasBytes?.(key, options),
    async *list(prefix, options) {
      yield* (await opened()).list(prefix, options);
    },
    async *listFolder(prefix) {
      const { listFolder } = await import(LIST_FOLDER) as typeof import("./transfer/list_folder.ts");
      yield* listFolder({ store: await opened(), prefix });
    },
    async [Symbol.asyncDispose](): Promise<void> {
      const store = await opening?.catch(() => undefined);
      await store?.[Symbol.asyncDispose]?.();
    },
    delete: async (key) => await (await opened()).delete(key),
    copy: async (from, to, options) => await (await opened()).copy(from, to, options),
    ...hasLeftovers && {
      leftovers: {
        async *list(prefix?: string) {
          yield* (await opened()).leftovers?.list(prefix) ?? [];
        },
        remove: async (leftover: Leftover) => await (await opened()).leftovers?.remove(leftover),
      },
    },
  };
}

// Not a literal import(): a pipeline runs without it.
const LIST_FOLDER: string = "./transfer/list_folder.ts";
