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
