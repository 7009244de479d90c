import { importKills } from "../tracking/portable/import_kill_round.ts";

Deno.test("imports that are killed leave nothing half, 60 times", async () => {
  await importKills(60);
});
