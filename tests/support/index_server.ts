/** A web server that makes index pages of folders. */
export interface IndexServer extends AsyncDisposable {
  /** Where it listens, with a slash at the end. */
  readonly url: string;
  /** Requests it got: `GET /a.txt`. */
  readonly requests: readonly string[];
  /** The last `Authorization` it got. */
  authorization(): string | null;
}

/** How a server is made. */
export interface IndexServerOptions {
  /** Answer to parts of files with the whole. @default {false} */
  readonly ignoresRanges?: boolean | undefined;
  /** Refuse HEAD. @default {false} */
  readonly refusesHead?: boolean | undefined;
  /** Answers in place of a file. */
  readonly answers?: Readonly<Record<string, () => Response>> | undefined;
}

/** Serve files from memory on the loopback interface, with index pages as nginx writes them. */
export function serveIndex(
  files: Readonly<Record<string, string>>,
  { ignoresRanges = false, refusesHead = false, answers = {} }: IndexServerOptions = {},
): IndexServer {
  const requests: string[] = [];
  let authorization: string | null = null;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const path = decodeURIComponent(new URL(request.url).pathname.slice(1));
    requests.push(`${request.method} /${path}`);
    authorization = request.headers.get("authorization");
    if (request.method === "HEAD" && refusesHead) return new Response(null, { status: 405 });
    const answer = answers[path];
    if (answer !== undefined) return answer();
    const content = files[path];
    if (content !== undefined) return sendText(content, ignoresRanges ? null : request.headers.get("range"));
    const isFolder = path === "" || path.endsWith("/");
    const names = Object.keys(files).filter((key) => key.startsWith(path)).map((key) =>
      key.slice(path.length)
    );
    if (!isFolder || (names.length === 0 && path !== "")) return new Response("Not found\n", { status: 404 });
    return new Response(indexPage(path, names), { headers: { "content-type": "text/html; charset=utf-8" } });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    requests,
    authorization: () => authorization,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function sendText(content: string, range: string | null): Response {
  const bytes = new TextEncoder().encode(content);
  const headers = { "last-modified": new Date(2026, 10, 24, 12).toUTCString() };
  const [, start, end] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  if (start === undefined) {
    return new Response(bytes, { headers: { ...headers, "content-length": String(bytes.length) } });
  }
  if (Number(start) >= bytes.length) return new Response(null, { status: 416 });
  return new Response(bytes.slice(Number(start), end ? Number(end) + 1 : undefined), {
    status: 206,
    headers,
  });
}

function indexPage(folder: string, names: readonly string[]): string {
  const children = new Set(names.map((name) => /^[^/]+\/?/.exec(name)?.[0] ?? ""));
  const rows = [...children].map((child) => {
    const slash = child.endsWith("/") ? "/" : "";
    const href = `${encodeURIComponent(child.replace(/\/$/, ""))}${slash}`.replaceAll("'", "&#39;");
    return `<a href='${href}'>x</a>  24-Nov-2026 12:00  4`;
  });
  return `<html><head><title>Index of /${folder}</title></head><body><a href="?C=M;O=D">sort</a>
<a href="../">../</a> <a href="/">top</a> <a href="https://elsewhere.example/${folder}x.yml">elsewhere</a>
${rows.join("\n")}</body></html>`;
}
