import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { KillMoment } from './moments.ts';

export interface ProcessResult {
  readonly killed: boolean;
  readonly exitCode: number;
  readonly stdout: string;
  /** The log as JSON lines, and the last error message. */
  readonly stderr: string;
  readonly milliseconds: number;
}

const root = join(import.meta.dirname, '../..');
/** The arguments of node that start the product from its source, as `npm run` does. */
const SOURCE_PROGRAM: readonly string[] = [
  '--import',
  join(root, 'node_modules/tsx/dist/loader.mjs'),
  join(root, 'src/main.ts'),
];
/**
 * Kills the process from inside, in the call that wrote the log line: a signal from outside would arrive some
 * steps later.
 */
const killHook = `data:text/javascript,${encodeURIComponent(`
import fs from 'node:fs';
const { DRILL_WORDS: words, DRILL_TURN: turn } = process.env;
const write = fs.writeSync;
let seen = 0;
fs.writeSync = (file, data, ...rest) => {
  const written = write(file, data, ...rest);
  if (file === 2 && String(data).includes(words)) seen += 1;
  if (seen === Number(turn)) process.kill(process.pid, 'SIGKILL');
  return written;
};`)}`;

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export interface ProcessOptions {
  readonly kill?: KillMoment | null;
  /** The arguments of node that start the product; left out: from its source. */
  readonly program?: readonly string[];
}

/** Runs the product in a process of its own until it exits or is killed. */
export function runProcess(
  folder: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  { kill = null, program = SOURCE_PROGRAM }: ProcessOptions = {},
): Promise<ProcessResult> {
  const begun = performance.now();
  const boundary = kill?.kind === 'boundary' ? kill : null;
  const child = spawn(process.execPath, [...(boundary ? ['--import', killHook] : []), ...program, ...args], {
    cwd: folder,
    env: environment(settings, boundary),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const timer = kill?.kind === 'random' ? setTimeout(() => child.kill('SIGKILL'), kill.milliseconds) : null;
  const [stdout, stderr] = [textOf(child.stdout), textOf(child.stderr)];
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      running.delete(child);
      if (timer !== null) clearTimeout(timer);
      resolve({
        killed: signal === 'SIGKILL',
        exitCode: code ?? 1,
        stdout: stdout(),
        stderr: stderr(),
        milliseconds: performance.now() - begun,
      });
    });
  });
}

/** The product gets only these settings, none from the caller's environment. */
function environment(
  settings: Readonly<Record<string, string>>,
  boundary: Extract<KillMoment, { kind: 'boundary' }> | null,
): Record<string, string> {
  const kill: Record<string, string> = boundary
    ? { DRILL_WORDS: boundary.words, DRILL_TURN: String(boundary.turn) }
    : {};
  return { PATH: process.env['PATH'] ?? '', ...settings, ...kill };
}

function textOf(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}
