import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { transform } from 'esbuild';
import { PROGRAM_FOLDER } from './program.ts';
import { type SourceFile, sourceFiles } from './sourceFiles.ts';

/**
 * Compiles the program once before all tests. A process that a test starts then needs a third of the time: it
 * has nothing to compile. An unchanged program is not compiled again.
 */
export async function setup(): Promise<void> {
  const files = sourceFiles('src').filter(({ path }) => !path.endsWith('.d.ts'));
  const cache = join(process.cwd(), 'node_modules/.cache/daybreak-tests');
  const folder = join(cache, hashOf(files));
  process.env[PROGRAM_FOLDER] = folder;
  if (existsSync(folder)) return;
  mkdirSync(cache, { recursive: true });
  const unfinished = mkdtempSync(join(cache, 'unfinished-'));
  await writeProgram(unfinished, files);
  // Another test run may have compiled the same program meanwhile.
  if (!existsSync(folder)) renameSync(unfinished, folder);
}

async function writeProgram(folder: string, files: readonly SourceFile[]): Promise<void> {
  await Promise.all(
    files.map(async ({ path, text }) => {
      const { code } = await transform(text, { loader: 'ts', target: 'node20', sourcefile: path });
      const target = join(folder, compiledName(path));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, code.replace(RELATIVE_IMPORT, '$1.js$2'));
    }),
  );
  // Profiles of limits files are data between the code. A link: the hash of the folder covers the code alone.
  for (const name of readdirSync('src', { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.json')) symlinkSync(join(process.cwd(), 'src', name), join(folder, 'src', name));
  // The program reads these next to its own folder.
  for (const name of ['package.json', 'templates'])
    symlinkSync(join(process.cwd(), name), join(folder, name));
}

/** `from "./x.ts"`, `import "./x.ts"` and `import("./x.ts")`, in the form in which esbuild prints them. */
const RELATIVE_IMPORT = /(\b(?:from |import |import\()"\.[^"\n]*)\.ts("\)?)/g;

function compiledName(path: string): string {
  return path.replace(/\.ts$/, '.js');
}

function hashOf(files: readonly SourceFile[]): string {
  const hash = createHash('sha256').update(readFileSync(import.meta.filename));
  for (const { path, text } of files) hash.update(`${path}\0${text}\0`);
  return hash.digest('hex').slice(0, 16);
}
