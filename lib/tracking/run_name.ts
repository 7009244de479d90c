import { invalid } from "./limits.ts";
import { RUN_NAME_TAG } from "./tag_names.ts";

const ADJECTIVES =
  "amber brave bright calm clever crisp daring eager early fair fine fleet fresh gentle glad golden grand happy honest humble keen kind light lively lucky merry mellow mild neat nimble noble patient placid plain polite proud quick quiet rapid ready sharp shining silent silver smooth steady still sunny swift tidy tranquil true upbeat vivid warm wise witty young zesty";
const BIRDS =
  "auk avocet bittern bunting coot cormorant crake crane crow curlew dipper diver dove dunlin dunnock eagle egret eider falcon finch fulmar gannet godwit goose grebe guillemot gull harrier heron hoopoe ibis jay kestrel kite kittiwake knot lapwing lark linnet loon magpie martin merlin noddy oriole osprey ouzel owl petrel pipit plover ptarmigan puffin rail raven redstart robin rook ruff sanderling shag shearwater shrike siskin skua snipe sparrow starling stilt stint stork swallow swan swift teal tern thrush tit turnstone wagtail warbler wheatear whimbrel wigeon wren";

/** A name that can be said and remembered, such as `shining-auk-417`. `random` gives numbers from 0 up to, not including, 1. */
export function randomRunName(random: () => number): string {
  const pick = (words: string): string => {
    const list = words.split(" ");
    return list[Math.floor(random() * list.length)] ?? "";
  };
  return `${pick(ADJECTIVES)}-${pick(BIRDS)}-${Math.floor(random() * 1000)}`;
}

/** A text without the names in it that {@linkcode randomRunName} may have made: these differ every time. */
export function withoutRandomNames(text: string): string {
  const [adjectives, birds] = [ADJECTIVES, BIRDS].map((words) => words.replaceAll(" ", "|"));
  return text.replaceAll(new RegExp(`\\b(?:${adjectives})-(?:${birds})-\\d{1,3}\\b`, "g"), "…");
}

/** The name that a caller wants a run to have, which is a tag too. */
export function chooseRunName(
  runName: string | undefined,
  tags: Readonly<Record<string, string>>,
): string | undefined {
  const tag = tags[RUN_NAME_TAG];
  if (runName === undefined || tag === undefined || runName === tag) return runName ?? tag;
  throw invalid(`Cannot name a run both "${runName}" and, by the tag "${RUN_NAME_TAG}", "${tag}"`);
}
