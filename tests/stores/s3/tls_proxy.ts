/** A server of TLS before one without. */
export interface TlsProxy extends AsyncDisposable {
  /** Its address; the certificate is `fixtures/localhost.pem`. */
  readonly url: string;
}

/** Stand before a server and speak TLS, with a certificate that no authority signed. */
export async function tlsProxy(origin: string): Promise<TlsProxy> {
  const { hostname, port } = new URL(origin);
  const read = (name: string) => Deno.readTextFile(new URL(`./fixtures/${name}`, import.meta.url));
  const [cert, key] = await Promise.all([read("localhost.pem"), read("localhost.key")]);
  const listener = Deno.listenTls({ hostname: "127.0.0.1", port: 0, cert, key });
  const open = new Set<Deno.Conn>();
  const running = new Set<Promise<unknown>>();
  const serve = async (client: Deno.Conn): Promise<void> => {
    open.add(client);
    const server = await Deno.connect({ hostname, port: Number(port) });
    open.add(server);
    await Promise.allSettled([
      client.readable.pipeTo(server.writable),
      server.readable.pipeTo(client.writable),
    ]);
    open.delete(client);
    open.delete(server);
  };
  const accepting = (async () => {
    for await (const client of listener) {
      const served = serve(client).finally(() => running.delete(served));
      running.add(served);
    }
  })();
  return {
    url: `https://127.0.0.1:${listener.addr.port}`,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of open) {
        try {
          connection.close();
        } catch {
          // It has ended by itself.
        }
      }
      await Promise.allSettled([accepting, ...running]);
    },
  };
}
