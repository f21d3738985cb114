import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { basename, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../support/stores.ts';

/** An example of docs/proxies, with the program that runs it and the settings that it names. */
export interface ProxyExample {
  readonly file: string;
  readonly program: 'nginx' | 'caddy';
  /** WEB_BASE_PATH; empty: `/`. */
  readonly basePath: string;
}

/** Ports of this machine: the proxy's two, and that of the server behind it. */
export interface ProxyPorts {
  readonly http: number;
  readonly https: number;
  readonly upstream: number;
}

const tls = resolve('scripts/simulation/tls');

/** The CA of the certificate with which the proxies of tests answer for `localhost`. */
export const ca = readFileSync(join(tls, 'ca.crt'));

export function isInstalled(program: ProxyExample['program']): boolean {
  const { status } = spawnSync(program, [program === 'nginx' ? '-v' : 'version']);
  if (status !== 0)
    process.stderr.write(
      `SKIPPED: ${program} is not installed (apt-get install): its examples are not run\n`,
    );
  return status === 0;
}

/** Free ports, none of them twice. */
export async function freePorts(): Promise<ProxyPorts> {
  const servers = Array.from({ length: 3 }, () => createServer());
  const ports = await Promise.all(servers.map(portOf));
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  const [http = 0, https = 0, upstream = 0] = ports;
  return { http, https, upstream };
}

async function portOf(server: ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

/** Runs an example until the test ends. @returns what the proxy wrote to its logs. */
export async function runProxy(example: ProxyExample, ports: ProxyPorts): Promise<{ logs(): string }> {
  const folder = temporaryFolder();
  const config = writeConfig(example, ports, folder);
  check(example.program, config);
  const child = spawn(example.program, runArguments[example.program](config), { stdio: 'ignore' });
  onTestFinished(() => ended(child));
  await listening(ports.https, child);
  return {
    logs: () => (example.program === 'nginx' ? readFileSync(join(folder, 'daybreak.log'), 'utf8') : ''),
  };
}

const runArguments = {
  nginx: (config: string) => ['-c', config, '-e', 'stderr', '-g', 'daemon off; master_process off;'],
  caddy: (config: string) => ['run', '--adapter', 'caddyfile', '--config', config],
};
const checkArguments = {
  nginx: (config: string) => ['-t', '-c', config, '-e', 'stderr'],
  caddy: (config: string) => ['validate', '--adapter', 'caddyfile', '--config', config],
};

/** @throws Error with what the program's own check says. */
function check(program: ProxyExample['program'], config: string): void {
  const { status, stderr } = spawnSync(program, checkArguments[program](config), { encoding: 'utf8' });
  if (status !== 0 || /\[warn\](?!.*"user" directive)/.test(stderr)) throw new Error(`${program}: ${stderr}`);
}

/** The example with the ports, name, certificate and folders of the test, and nothing else changed. */
function writeConfig({ file, program }: ProxyExample, ports: ProxyPorts, folder: string): string {
  const text = readFileSync(join('docs/proxies', file), 'utf8');
  const site = replaced(text, [...changes.both(ports), ...changes[program](ports, folder)]);
  const path = join(folder, basename(file));
  writeFileSync(path, program === 'nginx' ? nginxAround(folder, site) : caddyAround(folder, ports, site));
  return path;
}

type Change = readonly [RegExp, string];

const changes = {
  both: ({ upstream }: ProxyPorts): readonly Change[] => [
    [/\b(?:risk\.)?example\.com(?![\w.-]*\.(?:crt|key)\b)(?!\.)/g, 'localhost'],
    [/\/etc\/ssl\/daybreak\/[\w.]+\.crt/, join(tls, 'server.crt')],
    [/\/etc\/ssl\/daybreak\/[\w.]+\.key/, join(tls, 'server.key')],
    [/127\.0\.0\.1:8090/, `127.0.0.1:${upstream}`],
  ],
  nginx: ({ http, https }: ProxyPorts, folder: string): readonly Change[] => [
    [/listen 80;/, `listen 127.0.0.1:${http};`],
    [/listen 443 ssl;/, `listen 127.0.0.1:${https} ssl;`],
    [/\/var\/log\/nginx\//g, `${folder}/`],
  ],
  caddy: (): readonly Change[] => [],
};

/** @throws Error where the example does not have what is to be changed. */
function replaced(text: string, all: readonly Change[]): string {
  return all.reduce((changed, [from, to]) => {
    if (changed.search(from) < 0) throw new Error(`the example has no ${from.source}`);
    return changed.replace(from, to);
  }, text);
}

/** nginx's own configuration, into which packages include the files of conf.d. */
function nginxAround(folder: string, site: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  return `pid ${join(folder, 'pid')};\nevents {}\nhttp {\n${temporary.join('\n')}\naccess_log off;\n${site}\n}\n`;
}

function caddyAround(folder: string, { http, https }: ProxyPorts, site: string): string {
  const storage = join(folder, 'caddy');
  mkdirSync(storage);
  const options = ['admin off', `http_port ${http}`, `https_port ${https}`, 'default_bind 127.0.0.1'];
  return `{\n${[...options, `storage file_system ${storage}`].join('\n')}\n}\n${site}`;
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  for (let times = 0; times < 200; times += 1) {
    if (child.exitCode !== null) throw new Error(`the proxy ended with ${child.exitCode}`);
    if (await accepts(port)) return;
    await sleep(50);
  }
  throw new Error(`nothing listens on ${port}`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => done(true));
    socket.once('error', () => done(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const end = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  await end;
}
