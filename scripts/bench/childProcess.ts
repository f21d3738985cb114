import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

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
  return runNode(folder, [...nodeOptions, join(root, 'src/main.ts'), ...args], settings);
}

/** Runs a TypeScript program with the product's own loader. */
export async function runNode(
  folder: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const resources = join(folder, 'resources.json');
  const loader = ['--import', resourceHook, '--import', join(root, 'node_modules/tsx/dist/loader.mjs')];
  const env = { PATH: process.env['PATH'] ?? '', BENCH_RESOURCES: resources, ...settings };
  const run = await runProgram(folder, process.execPath, [...loader, ...args], { env });
  const { maxRSS } = JSON.parse(readFileSync(resources, 'utf8')) as { maxRSS: number };
  rmSync(resources);
  return { ...run, peakMegabytes: (maxRSS * 1_024) / 1e6 };
}

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
