import type { Secret } from "../core/secret.ts";
import { checkKey } from "./key.ts";
import { lazyStore } from "./lazy_store.ts";
import { parseS3Uri } from "./s3/s3_uri.ts";
import type { Store, StoreKey } from "./store.ts";

/** How to reach what a URL names. */
export interface RemoteOptions {
  /** Keys, passwords and addresses by name, as `credentials` of an entry gives them. @default {those of the machine} */
  readonly credentials?: Readonly<Record<string, Secret>> | undefined;
  /** Stops what has no signal of its own: looking at objects, listing and deleting them; a function is asked at each call. @default {nothing does} */
  readonly signal?: AbortSignal | (() => AbortSignal | undefined) | undefined;
}

/** The scheme of a URL in lower case, or `undefined` for a path. A single letter is a drive of Windows. */
export function schemeOf(path: string): string | undefined {
  return /^([a-zA-Z][a-zA-Z0-9+.-]+):/.exec(path)?.[1]?.toLowerCase();
}

/** Turns URLs into places in stores. Dispose of it to close the connections of all stores that it gave; each can still be used. */
export interface RemoteResolver extends AsyncDisposable {
  /** The place that a URL names. */
  (url: string, options?: RemoteOptions): StoreKey;
}

/**
 * Turns URLs of other machines into places in stores: `s3://bucket/key`, `https://host/folder/file`. All keys of a bucket, with
 * the same credentials, are in one store, so that they share connections. A key is `""` where a URL names a whole bucket.
 */
export function remoteResolver(): RemoteResolver {
  const stores = new Map<string, Store>();
  const resolve = (url: string, options: RemoteOptions = {}): StoreKey => {
    const { root, key, make } = takeApart(url, options);
    const id = JSON.stringify([root, revealAll(options.credentials)]);
    const store = stores.get(id) ?? make();
    stores.set(id, store);
    return { store, key };
  };
  return Object.assign(resolve, {
    async [Symbol.asyncDispose](): Promise<void> {
      for (const store of stores.values()) await store[Symbol.asyncDispose]?.();
    },
  });
}

interface Parts {
  readonly root: string;
  readonly key: string;
  readonly make: () => Store;
}

function takeApart(url: string, options: RemoteOptions): Parts {
  switch (schemeOf(url)) {
    case "s3":
    case "s3a":
    case "s3n":
      return s3Parts(url, options);
    case "http":
    case "https":
      return httpParts(url, options);
    default:
      throw new RangeError(
        `Scheme "${
          schemeOf(url)
        }:" is not supported: a place is a path, or a URL of file:, s3:, http: or https:`,
      );
  }
}

function s3Parts(url: string, { credentials, signal }: RemoteOptions): Parts {
  const { bucket, path } = parseS3Uri(url);
  const root = `s3://${bucket}/`;
  const make = (): Store =>
    lazyStore({
      root,
      traits: { atomicWrite: true, persistent: true },
      hasLeftovers: true,
      uri(key) {
        checkKey(key);
        return root + key;
      },
      async open() {
        const { s3Store } = await import(S3) as typeof import("./s3/s3_store.ts");
        const { parseS3Credentials } = await import(
          S3_CREDENTIALS
        ) as typeof import("./s3/s3_credentials.ts");
        return s3Store(root, { ...parseS3Credentials(credentials ?? {}), signal });
      },
    });
  return { root, key: path, make };
}

function httpParts(url: string, { credentials, signal }: RemoteOptions): Parts {
  const { origin, pathname, username, password, search } = new URL(url);
  const folder = pathname.slice(0, pathname.lastIndexOf("/") + 1);
  const root = new URL(origin + folder);
  const key = decodeURIComponent(pathname.slice(folder.length));
  const withUser = new URL(root);
  withUser.username = username || encodeURIComponent(textOf(credentials, "username"));
  withUser.password = password || encodeURIComponent(textOf(credentials, "password"));
  const make = (): Store =>
    lazyStore({
      root: root.href,
      traits: { atomicWrite: false, persistent: true },
      hasLeftovers: false,
      obstacle: "a web server is for reading only",
      uri(key) {
        checkKey(key);
        return root.href + key.split("/").map(encodeURIComponent).join("/");
      },
      async open() {
        const { httpStore } = await import(HTTP) as typeof import("./http_store.ts");
        return httpStore(withUser, { signal, ...search !== "" && { fetch: fetchWith(search) } });
      },
    });
  return { root: withUser.href + search, key, make };
}

// A query may be a signature: it is sent with the requests for its file, and stands in no message.
function fetchWith(search: string): typeof fetch {
  return async (input, init) => {
    try {
      return await fetch(`${input}${search}`, init);
    } catch (error) {
      throw error instanceof TypeError ? new TypeError(error.message.replaceAll(search, "")) : error;
    }
  };
}

// Not literal import()s: most programs read files of this machine only.
const S3: string = "./s3/s3_store.ts";
const S3_CREDENTIALS: string = "./s3/s3_credentials.ts";
const HTTP: string = "./http_store.ts";

function textOf(credentials: RemoteOptions["credentials"], name: string): string {
  const value = credentials?.[name]?.reveal();
  return typeof value === "string" ? value : "";
}

// Only to tell stores apart: the text stays in the map above.
function revealAll(credentials: RemoteOptions["credentials"] = {}): unknown {
  return Object.entries(credentials).map(([name, secret]) => [name, secret.reveal()]);
}
