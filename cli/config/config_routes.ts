import { buildCommand, buildRouteMap, type Command, type RouteMap } from "../../lib/deps/stricli.ts";
import type { CliContext } from "../context.ts";
import { describeWithExamples } from "../examples.ts";
import { switchFlag, type TextFlag, textFlag, type TextsFlag, textsFlag } from "../flag_kinds.ts";

// Not literal import()s: Deno reads all that one leads to before it starts, and these lead to the whole library.
const SHOW: string = "./show_config.ts";
const EXPLAIN: string = "./explain_config.ts";
const SCHEMA: string = "./config_schema.ts";

/** Flags that say which configuration is meant. */
export interface SourceFlags {
  readonly env?: string | undefined;
  readonly params?: readonly string[] | undefined;
  readonly confSource?: string | undefined;
  readonly project?: string | undefined;
}

/** Flags of `kedge config schema`. */
export interface SchemaFlags {
  readonly json?: boolean | undefined;
  readonly project?: string | undefined;
}

/** Flags of the commands that look at configuration. */
export interface ConfigFlags extends SourceFlags {
  readonly json?: boolean | undefined;
}

const SOURCE_FLAGS: {
  readonly env: TextFlag;
  readonly params: TextsFlag;
  readonly confSource: TextFlag;
  readonly project: TextFlag;
} = {
  env: textFlag("NAME", "Environment: the folder of conf/ that lies over conf/base [default: local]"),
  params: textsFlag("k=v,a.b=v", "Parameters as of a run, merged over those of conf/"),
  confSource: textFlag("DIR|URL", "Configuration in place of conf/"),
  project: textFlag("DIR", "Folder of the project [default: found from here upwards]"),
};
const JSON_FLAG = switchFlag("Print JSON on standard output, and nothing else there");

/** `kedge config`. */
export function configRoutes(prefix: string): RouteMap<CliContext> {
  return buildRouteMap({
    routes: { show: showCommand(prefix), explain: explainCommand(prefix), schema: schemaCommand(prefix) },
    docs: {
      brief: "Look at configuration: what it is, where it comes from, what it may say",
      fullDescription: describeWithExamples(
        prefix,
        "Look at the configuration of a project as a run would see it. Secrets are shown as ***.",
        [
          { args: "config show parameters --env prod", does: "all parameters, each with its file and line" },
          { args: "config explain model.trees", does: "where a value comes from, and what it overrode" },
          { args: "config schema", does: "write JSON Schemas, so that editors complete and check" },
        ],
      ),
    },
  });
}

function showCommand(prefix: string): Command<CliContext> {
  return buildCommand<ConfigFlags, [string?], CliContext>({
    docs: {
      brief: "Show the configuration, each value with its file and line",
      fullDescription: describeWithExamples(
        prefix,
        "Show the configuration as a run would see it: YAML, with the file and line of every value as a comment.",
        [
          { args: "config show", does: "all of it" },
          { args: "config show catalog --env prod", does: "one kind of it, with conf/prod over conf/base" },
          { args: "config show parameters > parameters.yml", does: "as a file" },
        ],
      ),
    },
    parameters: {
      flags: { ...SOURCE_FLAGS, json: JSON_FLAG },
      aliases: { e: "env" },
      positional: {
        kind: "tuple",
        parameters: [{
          placeholder: "GROUP",
          brief: "catalog, parameters, credentials, globals, mlflow, kedge, or a kind of the project",
          parse: (input: string) => input,
          optional: true,
        }],
      },
    },
    loader: async () => (await import(SHOW) as typeof import("./show_config.ts")).showConfig,
  });
}

function explainCommand(prefix: string): Command<CliContext> {
  return buildCommand<ConfigFlags, [string], CliContext>({
    docs: {
      brief: "Tell where a value comes from, what it overrode and what made it",
      fullDescription: describeWithExamples(
        prefix,
        "Tell where a value comes from: file and line, what it took the place of, which interpolation made it.\n" +
          "A map tells of every value in it, and of those that an environment has dropped.",
        [
          { args: "config explain params:model.trees", does: "a parameter" },
          { args: "config explain catalog.cars --env prod", does: "an entry of the catalog" },
          { args: "config explain model --params model.trees=5", does: "with a parameter of a run" },
        ],
      ),
    },
    parameters: {
      flags: { ...SOURCE_FLAGS, json: JSON_FLAG },
      aliases: { e: "env" },
      positional: {
        kind: "tuple",
        parameters: [{
          placeholder: "KEY",
          brief: "Keys down to the value, with dots between; the kind of configuration may stand before it",
          parse: (input: string) => input,
        }],
      },
    },
    loader: async () => (await import(EXPLAIN) as typeof import("./explain_config.ts")).explainConfig,
  });
}

function schemaCommand(prefix: string): Command<CliContext> {
  return buildCommand<SchemaFlags, [string?], CliContext>({
    docs: {
      brief: "Write JSON Schemas, so that editors complete and check configuration",
      fullDescription: describeWithExamples(
        prefix,
        "Write the JSON Schemas of the files of conf/ to conf/.schemas: catalog.yml, parameters.yml, credentials.yml,\n" +
          "globals.yml, mlflow.yml and kedge.yml. They know the\n" +
          "dataset types of the project and the schemas of its parameters. Write them again when those change.",
        [
          { args: "config schema", does: "write all of them" },
          { args: "config schema catalog > catalog.json", does: "print one" },
        ],
      ),
    },
    parameters: {
      flags: { json: JSON_FLAG, project: SOURCE_FLAGS.project },
      positional: {
        kind: "tuple",
        parameters: [{
          placeholder: "GROUP",
          brief: "Print one instead: catalog, parameters, credentials, globals, mlflow or kedge",
          parse: (input: string) => input,
          optional: true,
        }],
      },
    },
    loader: async () => (await import(SCHEMA) as typeof import("./config_schema.ts")).configSchema,
  });
}
