import { defineProject, type ProjectDefinition } from "https://kedge.example/kedge@0.1.0/mod.ts";
import { readings } from "./pipelines/readings.ts";

/** Every pipeline has a name; without `--pipeline`, all of them run as one. */
const project: ProjectDefinition = defineProject({ name: "my-project", pipelines: { readings } });

export default project;
