import type { ConfigObject } from "../core/config_value.ts";
import type { Located } from "../core/located.ts";
import { makeTrackedTypes, type TrackedTypesOptions } from "../tracking/datasets/tracked_types.ts";
import { loadModuleTypes, type ModuleTypes, type ModuleTypesOptions } from "./module_types.ts";

/** What the types need that most catalogs do not name. */
export interface ExtraTypesOptions extends ModuleTypesOptions, TrackedTypesOptions {}

/** The dataset types beyond the built-in ones: those of tracking, and modules of the project that a catalog names. */
export async function loadExtraTypes(
  catalog: Located<ConfigObject> | undefined,
  options: ExtraTypesOptions,
): Promise<ModuleTypes> {
  const tracked = makeTrackedTypes(options);
  if (catalog === undefined) return { types: tracked, validators: {}, issues: [] };
  const { types, ...others } = await loadModuleTypes(catalog, options);
  return { types: [...tracked, ...types], ...others };
}
