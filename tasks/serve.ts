import { parseArgs } from "node:util";
import { ROOT } from "./process.ts";
import { serveFiles } from "./static_server.ts";

// Usage: deno task serve [--port 8000]     serves this clone on the loopback interface until Ctrl-C

if (import.meta.main) await serve(Deno.args);

async function serve(args: string[]): Promise<void> {
  const { values: { port } } = parseArgs({ args, options: { port: { type: "string", default: "8000" } } });
  if (!/^\d+$/.test(port) || Number(port) > 65535) {
    console.error(`Cannot serve on port "${port}": wanted a number from 0 to 65535`);
    Deno.exit(2);
  }
  const server = serveFiles(ROOT, { port: Number(port) });
  console.log(`import { … } from "${server.url}mod.ts";`);
  console.log(`deno run -A ${server.url}cli/main.ts --help`);
  await server.finished;
}
