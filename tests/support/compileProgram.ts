import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { PROGRAM_FOLDER } from './program.ts';
import { sourceFiles } from './sourceFiles.ts';

/**
 * Packages that find files next to their own code. The bundle loads them from where they are. TypeScript: a
 * package would load it for a configuration that the program does not have, and it is half of the bundle.
 */
const OUTSIDE = ['better-sqlite3', '@resvg/resvg-js', 'fastify', '@fastify/*', 'typescript'];

/**
 * Compiles the program with most of its packages into a few files, once before all tests. A process that a
 * test starts then needs a quarter of the time: it has nothing to compile, and a few files to find in place
 * of two thousand. An unchanged program is not compiled again.
 */
export async function setup(): Promise<void> {
  const cache = join(process.cwd(), 'node_modules/.cache/daybreak-tests');
  const folder = join(cache, programHash());
  process.env[PROGRAM_FOLDER] = folder;
  if (existsSync(folder)) return;
  mkdirSync(cache, { recursive: true });
  const unfinished = mkdtempSync(join(cache, 'unfinished-'));
  await writeProgram(unfinished);
  // Another test run may have compiled the same program meanwhile.
  if (!existsSync(folder)) renameSync(unfinished, folder);
}

async function writeProgram(folder: string): Promise<void> {
  await build({
    entryPoints: ['src/main.ts'],
    outbase: '.',
    outdir: folder,
    bundle: true,
    // A command is loaded when it is called, as in the program itself.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    keepNames: true,
    // What is not there is not parsed, by any of a thousand processes.
    minifyWhitespace: true,
    external: OUTSIDE,
    plugins: [ownPlace],
    // Packages in the older form of modules call `require`.
    banner: { js: REQUIRE },
    logLevel: 'error',
  });
}

/** The name of the import is in no other file. */
const REQUIRE =
  "import { createRequire as requireFrom } from 'node:module';const require = requireFrom(import.meta.url);";

/** Keeps for each file the place from which it reads templates and profiles: that of its source. */
const ownPlace: Plugin = {
  name: 'own-place',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
      const place = JSON.stringify(pathToFileURL(path).href);
      return { contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', place), loader: 'ts' };
    }),
};

function programHash(): string {
  const hash = createHash('sha256');
  for (const path of [import.meta.filename, 'package-lock.json']) hash.update(readFileSync(path));
  for (const { path, text } of sourceFiles('src')) hash.update(`${path}\0${text}\0`);
  return hash.digest('hex').slice(0, 16);
}
