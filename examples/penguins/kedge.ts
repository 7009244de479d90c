import { defineProject, type ProjectDefinition } from "https://kedge.example/kedge@0.1.0/mod.ts";
import { data } from "./pipelines/data.ts";
import { model } from "./pipelines/model.ts";

/** Tells the species of a penguin from its measurements. Without `--pipeline`, all pipelines run as one. */
const project: ProjectDefinition = defineProject({ name: "penguins", pipelines: { data, model } });

export default project;
