import { checkArtifactPath } from "../artifact_path.ts";
import { checkEntries, invalid } from "../limits.ts";
import { checkAlias, checkLoggedModelName, checkModelName, checkModelTag } from "../models/model_names.ts";
import { parseVersionSource } from "../models/version_source.ts";
import { problemsOfPaths, refusals } from "./check_run.ts";
import type { PortableModel, PortableModels, PortableRegistered } from "./portable_models.ts";

/** Everything that a store would refuse of models, in sentences that name the model. */
export function problemsOfModels({ logged, registered }: PortableModels): readonly string[] {
  return [
    ...twice(logged.map(({ modelId }) => modelId)).map((modelId) => `it lists model "${modelId}" twice`),
    ...twice(registered.map(({ name }) => name)).map((name) => `it lists registered model "${name}" twice`),
    ...logged.flatMap(problemsOfLogged),
    ...registered.flatMap(problemsOfRegistered),
  ];
}

function problemsOfLogged(model: PortableModel): readonly string[] {
  const { modelId, name, params, tags, metrics, files } = model;
  const problems = refusals([
    () => checkLoggedModelName(name),
    ...Object.entries(params).map((param) => () => checkEntries({ params: [param] })),
    ...Object.entries(tags).map(([key, value]) => () => checkModelTag(key, value)),
    ...metrics.map((point) => () => checkEntries({ metrics: [point] })),
    ...files.map(({ path }) => () => checkArtifactPath(path)),
  ]);
  return [...problems, ...problemsOfPaths(files.map(({ path }) => path))].map((problem) =>
    `model "${name}" (${modelId}): ${problem}`
  );
}

function problemsOfRegistered({ name, tags, aliases, versions }: PortableRegistered): readonly string[] {
  const numbers = versions.map(({ version }) => version);
  const problems = refusals([
    () => checkModelName(name),
    ...Object.entries(tags).map(([key, value]) => () => checkModelTag(key, value)),
    ...twice(numbers).map((version) => () => {
      throw invalid(`It lists version ${version} twice`);
    }),
    ...Object.entries(aliases).map(([alias, version]) => () => {
      checkAlias(alias);
      if (!numbers.includes(version)) {
        throw invalid(`The alias "${alias}" points to version ${version}, which it lacks`);
      }
    }),
    ...versions.flatMap(({ source, tags }) => [
      () => parseVersionSource(source),
      ...Object.entries(tags).map(([key, value]) => () => checkModelTag(key, value)),
    ]),
  ]);
  return problems.map((problem) => `registered model "${name}": ${problem}`);
}

/** What stands in a list more than once. */
export function twice(words: readonly string[]): readonly string[] {
  return [...new Set(words.filter((word, index) => words.indexOf(word) !== index))];
}
