import { defineProject, type ProjectDefinition } from "https://kedge.example/kedge@0.1.0/mod.ts";
import { atOnce, streamed } from "./pipelines/penguins.ts";

/** Tells penguins apart; what is recorded of it stands in `conf/` alone. */
const project: ProjectDefinition = defineProject({
  name: "tracked_penguins",
  pipelines: { __default__: atOnce, streamed },
});

export default project;
