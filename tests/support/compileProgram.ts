import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { keepCompiledCode, LOADER } from './compiledCode.ts';
import { PROGRAM_FOLDER } from './program.ts';
import { sourceFiles } from './sourceFiles.ts';

/**
 * Packages that find files next to their own code. The bundle loads them from where they are. TypeScript: a
 * package would load it for a configuration that the program does not have, and it is half of the bundle.
 */
const OUTSIDE = ['better-sqlite3', '@resvg/resvg-js', 'fastify', '@fastify/*', 'typescript'];

/**
 * Compiles the program with most of its packages into one file, once before all tests, and keeps what the
 * engine has compiled of it. A process that a test starts then needs a fifth of the time: it has nothing to
 * compile, and one file to find in place of two thousand. An unchanged program is not compiled again.
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
  const { outputFiles } = await build({
    entryPoints: ['src/main.ts'],
    write: false,
    bundle: true,
    // The engine keeps compiled code of scripts, not of modules. A command is still loaded when it is called.
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    keepNames: true,
    // What is not there is not parsed, by any of a thousand processes.
    minifyWhitespace: true,
    external: OUTSIDE,
    // A script has no `import.meta`. Packages that ask for their place get that of the program.
    define: { 'import.meta.url': 'programUrl' },
    plugins: [ownPlace],
    logLevel: 'error',
  });
  const place = join(folder, 'src');
  mkdirSync(place);
  writeFileSync(
    join(place, 'program.js'),
    `(function(exports,require,module,programUrl){${outputFiles[0]?.text}\n})`,
  );
  writeFileSync(join(place, 'main.js'), LOADER);
  await keepCompiledCode(place);
}

/** A script cannot wait for its end, as the module `main.ts` does: `main.js` runs it. */
const RUNS_ITSELF = 'process.exitCode = await run(process.argv);';
const IS_RUN = 'module.exports = { run };';

/** Keeps for each file the place from which it reads templates and profiles: that of its source. */
const ownPlace: Plugin = {
  name: 'own-place',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
      const place = JSON.stringify(pathToFileURL(path).href);
      const text = readFileSync(path, 'utf8')
        .replaceAll('import.meta.url', place)
        .replace(RUNS_ITSELF, IS_RUN);
      return { contents: text, loader: 'ts' };
    }),
};

function programHash(): string {
  const hash = createHash('sha256');
  // Another version of Node keeps other code.
  hash.update(process.version + LOADER);
  for (const path of [import.meta.filename, 'package-lock.json']) hash.update(readFileSync(path));
  for (const { path, text } of sourceFiles('src')) hash.update(`${path}\0${text}\0`);
  return hash.digest('hex').slice(0, 16);
}
