import { pathToFileURL } from "node:url";
import { ROOT } from "../../tasks/process.ts";

const MOD = JSON.stringify(pathToFileURL(`${ROOT}mod.ts`).href);

/** A `kedge.ts` with one pipeline, for tests of configuration. */
export const EMPTY_PROJECT: string = `
import { defineProject, pipeline } from ${MOD};
export default defineProject({ pipelines: { __default__: pipeline([]) } });
`;
