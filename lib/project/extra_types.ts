import type { Located } from "../core/located.ts";
import { makeTrackedTypes, type TrackedTypesOptions } from "../tracking/datasets/tracked_types.ts";
import { checkFlavorModules } from "./check_flavor_modules.ts";
import { loadModuleTypes, type ModuleTypes, type ModuleTypesOptions } from "./module_types.ts";

/** What the types need that most catalogs do not name. */
export interface ExtraTypesOptions extends ModuleTypesOptions, Omit<TrackedTypesOptions, "root"> {}

/** The dataset types beyond the built-in ones: those of tracking, and modules of the project that a catalog names. */
export async function loadExtraTypes(
  catalog: Located<Readonly<Record<string, unknown>>>,
  options: ExtraTypesOptions,
): Promise<ModuleTypes> {
  const root = Object.keys(catalog.data).every(options.mayNameModules) ? options.root : undefined;
  const tracked = makeTrackedTypes({ ...options, root });
  const { types, validators, issues } = await loadModuleTypes(catalog, options);
  const flavorIssues = await checkFlavorModules(catalog, { types: tracked, root });
  return { types: [...tracked, ...types], validators, issues: [...issues, ...flavorIssues] };
}
