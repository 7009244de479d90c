import { readArtifact } from "../embedded/artifacts.ts";
import { type CopyContext, send } from "./copy_context.ts";
import { readHere } from "./read_here.ts";
import type { RemoteRun } from "./remote_run.ts";

const SIZE = "SELECT size FROM artifacts WHERE run = ? AND path = ?";

/** Copy the artifacts of a run, one after another and never as a whole in memory. */
export async function copyArtifacts(context: CopyContext, { replica, row, uri }: RemoteRun): Promise<void> {
  const { outbox, server, places } = context;
  for (const change of outbox.changes(replica, "artifact", -1)) {
    const { key: path } = change;
    await send(context, change, async () => {
      const open = (): Promise<ReadableStream<Uint8Array>> =>
        readHere(() => readArtifact(outbox.database, places, { runId: row.run_id, path }));
      const { size } = outbox.database.get<{ readonly size: number }>(SIZE, row.run, path) ?? { size: 0 };
      await server.upload(uri, path, { size, open });
    });
  }
}
