import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { serveConnection } from "./fault_proxy/connection.ts";
import type { ProxyFault } from "./fault_proxy/fault.ts";

/** A request that came through, or would have. */
export interface ProxyRequest {
  /** `GET`, `PUT` and so on. */
  readonly method: string;
  /** Path and query as they were on the wire. */
  readonly path: string;
  /** Values by name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** What went wrong with it, if something did. */
  readonly fault?: ProxyFault["kind"] | undefined;
  /** Bytes of its body that were taken. */
  readonly bodySize: number;
  /** Status of the answer, once there is one; that of the server, even if the client never sees it. */
  readonly status?: number | undefined;
}

/** Which requests a fault meets. */
export interface ProxyMatch {
  /** Only this method. @default {all} */
  readonly method?: string | undefined;
  /** Only paths and queries that hold this text, or match this. @default {all} */
  readonly path?: string | RegExp | undefined;
  /** The first of the matching requests that is met, counted from 1. @default {1} */
  readonly nth?: number | undefined;
  /** How many are met, one after another. @default {1} */
  readonly times?: number | undefined;
}

/** A fault that waits for its requests. */
export interface InjectedFault {
  /** Resolved by the first request that it meets, when its head has been read. */
  readonly met: Promise<ProxyRequest>;
}

/** Stands between a client and a server, and does to requests what it was told to. */
export interface FaultProxy extends AsyncDisposable {
  /** Where clients find it: `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Every request so far, in order of arrival, faults among them. */
  readonly requests: readonly ProxyRequest[];
  /** Let something go wrong. Of several faults that match, the first one injected is taken. */
  inject(match: ProxyMatch, fault: ProxyFault): InjectedFault;
  /** Forget the faults and the requests. */
  clear(): void;
  /** Take no more connections, and reset those there are: a server that is down. */
  refuse(): Promise<void>;
  /** Take connections again, at the same address. */
  accept(): Promise<void>;
}

/**
 * Stand between clients and a server of HTTP/1.1 at `origin`. Everything is passed on byte by byte, `Host` and paths
 * unchanged, so that signatures stay good; only `Connection` and `Expect` are between neighbours.
 */
export async function faultProxy(origin: string): Promise<FaultProxy> {
  const { hostname, port } = new URL(origin);
  const requests: ProxyRequest[] = [];
  const waiting: WaitingFault[] = [];
  const clients = new Set<Socket>();
  const running = new Set<Promise<void>>();

  const connected = (client: Socket): void => {
    clients.add(client);
    client.on("close", () => clients.delete(client));
    const served = serveConnection(client, {
      upstream: { host: hostname, port: Number(port || 80) },
      arrived(request): ProxyFault | undefined {
        requests.push(request);
        return takeFault(waiting, request);
      },
    }).finally(() => running.delete(served));
    running.add(served);
  };

  let server: Server | undefined;
  let at = 0;
  const accept = async (): Promise<void> => {
    if (server !== undefined) return;
    const opened = server = createServer({ noDelay: true }, connected);
    await new Promise<void>((resolve, reject) => {
      opened.once("error", reject).listen(at, "127.0.0.1", resolve);
    });
    at = (opened.address() as AddressInfo).port;
  };
  const refuse = async (): Promise<void> => {
    const closing = server;
    if (closing === undefined) return;
    server = undefined;
    const closed = new Promise((resolve) => closing.close(resolve));
    for (const client of clients) client.resetAndDestroy();
    await Promise.all([closed, ...running]);
  };

  await accept();
  return {
    url: `http://127.0.0.1:${at}`,
    requests,
    inject(match, fault) {
      const { promise, resolve } = Promise.withResolvers<ProxyRequest>();
      waiting.push({ match, fault, met: resolve, seen: 0 });
      return { met: promise };
    },
    clear() {
      waiting.length = requests.length = 0;
    },
    refuse,
    accept,
    [Symbol.asyncDispose]: refuse,
  };
}

interface WaitingFault {
  readonly match: ProxyMatch;
  readonly fault: ProxyFault;
  readonly met: (request: ProxyRequest) => void;
  /** Requests that matched so far. */
  seen: number;
}

function takeFault(waiting: readonly WaitingFault[], request: ProxyRequest): ProxyFault | undefined {
  for (const injected of waiting) {
    const { match, fault, met } = injected;
    const { nth = 1, times = 1 } = match;
    if (!matches(match, request)) continue;
    injected.seen += 1;
    if (injected.seen < nth || injected.seen >= nth + times) continue;
    met(request);
    return fault;
  }
  return undefined;
}

function matches({ method, path }: ProxyMatch, request: ProxyRequest): boolean {
  if (method !== undefined && method !== request.method) return false;
  return path === undefined ||
    (typeof path === "string" ? request.path.includes(path) : path.test(request.path));
}
