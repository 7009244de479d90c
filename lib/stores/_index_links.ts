/** What an index page links to. */
export interface IndexLink {
  /** Name of a file or folder. */
  readonly name: string;
  /** Whether it is a folder. */
  readonly isFolder: boolean;
}

/** The files and folders right below a folder, by the links of the page that a server makes of it. */
export function linksBelow(page: string, url: string): IndexLink[] {
  const links = new Map<string, IndexLink>();
  for (const [, quoted, bare] of page.matchAll(/<a\s[^>]*?href\s*=\s*(?:["']([^"'>]*)["']|([^\s"'>]+))/gi)) {
    const link = linkTo(unescapeHtml(quoted ?? bare ?? ""), url);
    if (link !== undefined) links.set(link.name, link);
  }
  return [...links.values()];
}

function linkTo(href: string, url: string): IndexLink | undefined {
  const folder = new URL(".", url);
  const target = URL.parse(href, url);
  if (target === null || target.origin !== folder.origin || target.search !== "") return undefined;
  if (!target.pathname.startsWith(folder.pathname)) return undefined;
  const [, path = "", slash] = /^([^/]+)(\/?)$/.exec(target.pathname.slice(folder.pathname.length)) ?? [];
  const name = decode(path);
  // An encoded slash would lead into another folder.
  if (name === undefined || name === "" || name.includes("/")) return undefined;
  return { name, isFolder: slash === "/" };
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

function unescapeHtml(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot|#39);/g, (entity, name: string) => ENTITIES[name] ?? entity);
}
