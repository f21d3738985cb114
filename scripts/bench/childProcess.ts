import { type ChildProcess, spawn } from 'node:child_process';
import { on, once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export interface Run {
  readonly seconds: number;
  /** Peak resident memory, MB (10⁶ bytes); null for other programs. */
  readonly peakMegabytes: number | null;
  readonly stdout: string;
}

const root = process.cwd();
/** Writes the process's resource usage to a file when the process exits. */
const resourceHook = `data:text/javascript,${encodeURIComponent(
  "import { writeFileSync } from 'node:fs'; import { isMainThread } from 'node:worker_threads'; if (isMainThread) process.on('exit', () => writeFileSync(process.env.BENCH_RESOURCES, JSON.stringify(process.resourceUsage())));",
)}`;

/** Runs the product in a process of its own, as npm does. */
export async function runProduct(
  folder: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] = [],
): Promise<Run> {
  return runNode(folder, [...nodeOptions, productProgram, ...args], settings);
}

/** Runs a TypeScript program with the product's own loader. */
export async function runNode(
  folder: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const resources = join(folder, 'resources.json');
  const env = environment(resources, settings);
  const run = await runProgram(folder, process.execPath, [...loader, ...args], { env });
  return { ...run, peakMegabytes: peakOf(resources) };
}

const loader = ['--import', resourceHook, '--import', join(root, 'node_modules/tsx/dist/loader.mjs')];

function environment(
  resources: string,
  settings: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return { PATH: process.env['PATH'] ?? '', BENCH_RESOURCES: resources, ...settings };
}

/** MB (10⁶ bytes), as the process wrote it when it exited. */
function peakOf(resources: string): number {
  const { maxRSS } = JSON.parse(readFileSync(resources, 'utf8')) as { maxRSS: number };
  rmSync(resources);
  return (maxRSS * 1_024) / 1e6;
}

/** A program that runs until it is stopped. */
export interface RunningProgram {
  /** The URL that it printed once it listened, without a slash at its end. */
  readonly url: string;
  /** Sends SIGTERM. @returns the peak resident memory of the process, MB. */
  stop(): Promise<number>;
}

const running = new Set<ChildProcess>();
process.once('exit', endStarted);

/** Ends the programs of `startNode` that a failed measurement has left. */
export function endStarted(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** Starts the product, or another TypeScript program, and waits until it has printed `{ "url": … }`. */
export async function startNode(
  folder: string,
  args: readonly string[],
  { settings, name }: { readonly settings: Readonly<Record<string, string>>; readonly name: string },
): Promise<RunningProgram> {
  const resources = join(folder, `resources-${name}.json`);
  const child = spawn(process.execPath, [...loader, ...args], {
    cwd: folder,
    env: environment(resources, settings),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.add(child);
  const ended = once(child, 'exit').finally(() => running.delete(child));
  const url = await printedUrl(child.stdout);
  if (url === null) throw new Error(`${name} ended before it listened: ${String(await ended)}`);
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      return peakOf(resources);
    },
  };
}

/** null: the program ended without a URL. */
async function printedUrl(stdout: Readable): Promise<string | null> {
  let text = '';
  for await (const chunk of on(stdout, 'data', { close: ['end'] })) {
    text += String(chunk);
    const [, url] = /"url":\s*"([^"]+?)\/?"/.exec(text) ?? [];
    if (url !== undefined) return url;
  }
  return null;
}

export const productProgram = join(root, 'src/main.ts');

/** Runs a program and measures wall time from before it starts until it has exited. */
export function runProgram(
  folder: string,
  program: string,
  args: readonly string[],
  { env, input }: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    const child = spawn(program, args, { cwd: folder, env: env ?? process.env });
    const out: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = (performance.now() - begun) / 1_000;
      const stdout = Buffer.concat(out).toString('utf8');
      if (code === 0) resolve({ seconds, peakMegabytes: null, stdout });
      else
        reject(
          new Error(`${program} ended with ${code}: ${Buffer.concat(errors).toString('utf8').slice(-2_000)}`),
        );
    });
    // A program that ends before it reads its input breaks the pipe; its exit code reports that.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}

/** Whether a program is installed. */
export async function isInstalled(program: string): Promise<boolean> {
  return runProgram('.', program, ['--version']).then(
    () => true,
    () => false,
  );
}
