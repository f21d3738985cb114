import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDERS = ['docs', 'src', 'scripts', 'tests', 'templates'];

/** README.md, the manual, the folder READMEs and the glossary: every page a reader can open, by path. */
export function markdownPages(): readonly string[] {
  const inFolders = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name).replaceAll('\\', '/')),
  );
  return ['README.md', ...inFolders.sort()];
}

export function readPage(path: string): string {
  return readFileSync(path, 'utf8');
}

/** The page without code blocks and code spans: what is read as prose. */
export function proseOf(page: string): string {
  return page.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '');
}

/** Every code span, and every line of a code block. */
export function codeOf(page: string): readonly string[] {
  const blocks = [...page.matchAll(/^```[^\n]*\n(.*?)^```/gms)].flatMap((match) =>
    (match[1] ?? '').split('\n'),
  );
  const spans = [...page.replace(/^```.*?^```/gms, '').matchAll(/`([^`]*)`/g)].map((match) =>
    (match[1] ?? '').replaceAll('\n', ' '),
  );
  return [...blocks, ...spans].map((line) => line.trim()).filter((line) => line !== '');
}

/** Targets of links and pictures, less those of other hosts. */
export function linksOf(page: string): readonly string[] {
  return [...page.replace(/^```.*?^```/gms, '').matchAll(/\]\(([^)\s]+)\)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchors that GitHub gives the headings of a page: lower case, no punctuation, hyphens for spaces. */
export function anchorsOf(page: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const match of page.replace(/^```.*?^```/gms, '').matchAll(/^#{1,6} (.+)$/gm)) {
    const slug = (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let copy = 1; anchors.has(anchor); copy++) anchor = `${slug}-${copy}`;
    anchors.add(anchor);
  }
  return anchors;
}
