import { extname, join, relative } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".ts": "application/typescript",
  ".js": "text/javascript",
  ".json": "application/json",
  ".css": "text/css",
  ".html": "text/html",
  ".svg": "image/svg+xml",
  ".md": "text/markdown; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".yml": "text/plain; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
};

/** A running file server. */
export interface StaticServer extends AsyncDisposable {
  /** Where it listens: `http://127.0.0.1:8000/`. */
  readonly url: string;
  /** Resolves when it has stopped. */
  readonly finished: Promise<void>;
}

/** Where to listen, and whom to tell. */
export interface StaticServerOptions {
  /** Port on the loopback interface. @default {0, any free one} */
  readonly port?: number | undefined;
  /** Told of every file that is sent. */
  readonly onSent?: ((path: string, bytes: number) => void) | undefined;
}

/** Serve the files below `root` on the loopback interface. */
export function serveFiles(root: string, options: StaticServerOptions = {}): StaticServer {
  const { port = 0, onSent } = options;
  const server = Deno.serve(
    { hostname: "127.0.0.1", port, onListen: () => {} },
    (request) => sendFile(root, request, onSent),
  );
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    finished: server.finished,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

async function sendFile(
  root: string,
  request: Request,
  onSent: StaticServerOptions["onSent"],
): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Response("Only GET\n", { status: 405 });
  }
  const path = await servedPath(root, new URL(request.url).pathname);
  if (path === undefined) return new Response("Not found\n", { status: 404 });
  const bytes = await Deno.readFile(path);
  onSent?.(relative(root, path).replaceAll("\\", "/"), bytes.length);
  const headers = {
    "content-type": TYPES[extname(path)] ?? "application/octet-stream",
    "cache-control": "no-cache",
  };
  return new Response(request.method === "HEAD" ? null : bytes, { headers });
}

/** The file that `pathname` asks for; undefined when there is none, it is hidden (`.git`) or it lies outside of `root`. */
async function servedPath(root: string, pathname: string): Promise<string | undefined> {
  try {
    const names = pathname.split("/").slice(1).map(decodeURIComponent);
    if (names.some((name) => name.startsWith(".") || /[/\\\0]/.test(name))) return undefined;
    const path = await Deno.realPath(join(root, ...names));
    const inside = relative(await Deno.realPath(root), path).split(/[/\\]/);
    if (inside.some((name) => name.startsWith("."))) return undefined;
    return (await Deno.stat(path)).isFile ? path : undefined;
  } catch (error) {
    const isAbsent = error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory;
    if (isAbsent || error instanceof URIError) return undefined;
    throw error;
  }
}
