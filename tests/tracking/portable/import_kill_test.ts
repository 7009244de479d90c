import { importKills } from "./import_kill_round.ts";

Deno.test("an import that is killed at any moment leaves nothing half: the next one finishes or removes it", async () => {
  await importKills(5);
});
