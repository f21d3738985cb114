import { spawnSync } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Instruction {
  readonly keyword: string;
  readonly words: string;
}

/** An unprivileged uid and gid, used in place of the image's user. */
export const UNPRIVILEGED_ID = 65_534;
export const asRoot = process.getuid?.() === 0;

/** The instructions of each stage, continued lines joined, comments gone. */
export function stages(dockerfile: string): readonly (readonly Instruction[])[] {
  const lines = dockerfile
    .replace(/^#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '');
  const found: Instruction[][] = [];
  for (const line of lines) {
    const [keyword = '', ...words] = line.split(' ');
    if (keyword === 'FROM') found.push([]);
    found.at(-1)?.push({ keyword, words: words.join(' ') });
  }
  return found;
}

/** The last instruction with this keyword. */
export function instruction(stage: readonly Instruction[], keyword: string): string {
  return stage.findLast((each) => each.keyword === keyword)?.words ?? '';
}

/**
 * Whether .dockerignore sends a file at the root, or a folder, to the builder: the last matching line
 * decides.
 */
export function isSent(dockerignore: string, name: string): boolean {
  const top = name.split('/')[0];
  const lines = dockerignore.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const last = lines.findLast((line) => line === '*' || line.replace(/^!/, '') === top);
  return last?.startsWith('!') ?? true;
}

/**
 * Executes the last stage of the Dockerfile in a folder without a container: COPY by .dockerignore,
 * production packages as `npm ci --omit=dev` selects them, and write access only where chown gives it.
 */
export function buildImage(folder: string): void {
  const dockerignore = readFileSync('.dockerignore', 'utf8');
  for (const { keyword, words } of stages(readFileSync('Dockerfile', 'utf8')).at(-1) ?? []) {
    if (keyword === 'COPY') copy(words, folder, dockerignore);
    // The packages of the system are those of the host.
    if (keyword === 'RUN' && !words.startsWith('apt-get update')) makeFolders(words, folder);
  }
  spawnSync('chmod', [
    '-R',
    'a-w',
    ...['package.json', 'src', 'templates', 'node_modules'].map((name) => join(folder, name)),
  ]);
}

function copy(words: string, folder: string, dockerignore: string): void {
  if (words === '--from=build /app/node_modules ./node_modules') {
    copyProductionPackages(folder);
    return;
  }
  const [from = '', to = ''] = words.split(' ');
  if (!isSent(dockerignore, from)) throw new Error(`COPY ${from}: .dockerignore keeps it back`);
  cpSync(from, join(folder, to.endsWith('/') ? join(to, from) : to), { recursive: true });
}

function copyProductionPackages(folder: string): void {
  const lock: { packages: Record<string, { dev?: boolean; optional?: boolean }> } = JSON.parse(
    readFileSync('package-lock.json', 'utf8'),
  );
  for (const [path, { dev, optional }] of Object.entries(lock.packages)) {
    if (path === '' || dev || (optional && !existsSync(path))) continue;
    cpSync(path, join(folder, path), {
      recursive: true,
      filter: (file) => !file.slice(path.length).includes('/node_modules'),
    });
  }
}

function makeFolders(words: string, folder: string): void {
  const names = /^mkdir -m 0700 ([a-z ]+) && chown node:node \1$/.exec(words)?.[1];
  if (names === undefined) throw new Error(`RUN ${words}: the test does not know how to do this`);
  for (const name of names.split(' ')) {
    mkdirSync(join(folder, name), { mode: 0o700 });
    if (asRoot) chownSync(join(folder, name), UNPRIVILEGED_ID, UNPRIVILEGED_ID);
  }
}
