import { runCli } from "./run_cli.ts";
import { systemContext } from "./system_context.ts";

if (import.meta.main) Deno.exit(await runCli(systemContext()));
