import { spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../src/config/loadConfig.ts';
import { settings } from '../../src/config/settings.ts';
import { temporaryFolder } from '../support/stores.ts';
import { asRoot, buildImage, instruction, isSent, stages, UNPRIVILEGED_ID } from './image.ts';

const dockerfile = readFileSync('Dockerfile', 'utf8');
const [build = [], image = []] = stages(dockerfile);

describe('the Dockerfile', () => {
  it('passes the linter', () => {
    expect(validate(dockerfile)).toEqual([]);
  });

  it('compiles in one stage, on the Node that the project asks for, and runs in another', () => {
    expect(stages(dockerfile)).toHaveLength(2);
    expect([instruction(build, 'FROM'), instruction(image, 'FROM')]).toEqual([
      'node:20.20.2-bookworm AS build',
      'node:20.20.2-bookworm-slim',
    ]);
    expect(instruction(build, 'RUN')).toMatch(/^npm ci --omit=dev/);
    expect(JSON.parse(readFileSync('package.json', 'utf8')).dependencies).toHaveProperty('tsx');
  });

  it('ends as an ordinary user, with the daemon as its command and two places to write', () => {
    expect(instruction(image, 'USER')).toBe('node');
    expect(JSON.parse(instruction(image, 'VOLUME'))).toEqual(['/app/data', '/app/logs']);
    expect(command('start')).toEqual(['node', '--import', 'tsx', 'src/main.ts', 'start']);
    expect(JSON.parse(instruction(image, 'CMD'))).toEqual(['start']);
  });

  it('sets no zone and no secret', () => {
    expect(dockerfile).not.toMatch(/\bTZ\b|PASS|ARG /);
  });

  it.each([
    '.env',
    '.git/config',
    'data/daybreak.db',
    'logs/daybreak.log',
    'node_modules/x',
    'secrets/api_pass',
    'tests/x.ts',
  ])('is never sent %s', (name) => expect(isSent(readFileSync('.dockerignore', 'utf8'), name)).toBe(false));
});

describe('what the Dockerfile builds', () => {
  let folder: string;
  let scratch: string;
  beforeAll(() => {
    const place = temporaryFolder(afterAll);
    // Temporary folders are private; the image's user needs access.
    chmodSync(place, 0o755);
    folder = join(place, 'app');
    scratch = join(place, 'tmp');
    for (const made of [folder, scratch]) mkdirSync(made, { mode: 0o755 });
    if (asRoot) chownSync(scratch, UNPRIVILEGED_ID, UNPRIVILEGED_ID);
    buildImage(folder);
  });

  it('has the production packages and no other', () => {
    const has = (name: string) => existsSync(join(folder, 'node_modules', name));
    expect(['tsx', 'better-sqlite3', 'pino-pretty'].map(has)).toEqual([true, true, true]);
    expect(['vitest', 'fast-check', '@biomejs/biome', 'smtp-server'].filter(has)).toEqual([]);
  });

  it('explains itself', async () => {
    expect(await inside(command('--help'))).toMatchObject({
      code: 0,
      out: expect.stringContaining('Usage: daybreak'),
      err: '',
    });
  });

  it('runs a whole morning of the demo desk, writing to data and logs alone', async () => {
    const before = contents();
    const { code, out } = await inside(command('morning', '--dry-run', '--date', '2026-03-09', '--json'));
    expect(code).toBe(0);
    const { traders, delivery } = JSON.parse(out);
    expect(traders).toHaveLength(14);
    for (const file of Object.values<string>(delivery.files)) {
      expect(file).toMatch(/^data\//);
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
    }
    expect(contents()).toEqual(before);
  });

  it('is healthy when its health server says so, and not when that says no or is gone', async () => {
    // A failed morning must not restart the container.
    const statuses: Record<string, number> = { '/health': 503, '/health/live': 200, '/health/ready': 200 };
    const server = createServer((request, response) =>
      response.writeHead(statuses[request.url ?? ''] ?? 404).end(),
    );
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const environment = { HEALTH_PORT: String((server.address() as AddressInfo).port) };
    const probe = JSON.parse(instruction(image, 'HEALTHCHECK').replace(/^.*?CMD /, ''));
    const codes = [(await inside(probe, environment)).code];
    for (const [live, ready] of [
      [503, 200],
      [200, 503],
    ] as const) {
      Object.assign(statuses, { '/health/live': live, '/health/ready': ready });
      codes.push((await inside(probe, environment)).code);
    }
    await new Promise((closed) => server.close(closed));
    codes.push((await inside(probe, environment)).code);
    expect(codes).toEqual([0, 1, 1, 1]);
  });

  /** As the image's user, in the image's folder, with nothing in the environment but what the image sets. */
  function inside(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const [program = '', ...args] = asRoot
      ? ['setpriv', `--reuid=${UNPRIVILEGED_ID}`, `--regid=${UNPRIVILEGED_ID}`, '--clear-groups', ...words]
      : words;
    const path = `${join(process.execPath, '..')}:/usr/bin:/bin`;
    const child = spawn(program, args, {
      cwd: folder,
      env: { PATH: path, NODE_ENV: 'production', HOME: '/nonexistent', TMPDIR: scratch, ...environment },
    });
    return new Promise<{ code: number | null; out: string; err: string }>((resolve, reject) => {
      let out = '';
      let err = '';
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk;
      });
      child.stderr.on('data', (chunk: Buffer) => {
        err += chunk;
      });
      child.on('error', reject).on('close', (code) => resolve({ code, out, err }));
    });
  }

  /** Everything outside the two folders that may be written. */
  function contents(): readonly string[] {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => !/^(?:data|logs)\b/.test(name))
      .sort();
  }
});

describe('compose.yaml', () => {
  const { services, secrets, volumes } = parse(readFileSync('compose.yaml', 'utf8'), { merge: true });

  it.each(['daybreak', 'try'])('confines %s: read-only, no capability, no new privilege, an init', (name) => {
    expect(services[name]).toMatchObject({
      init: true,
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      tmpfs: [expect.stringMatching(/^\/tmp:/)],
    });
  });

  it('keeps data and logs in volumes and passwords in files', () => {
    expect(services.daybreak.volumes).toEqual(['data:/app/data', 'logs:/app/logs']);
    expect(Object.keys(volumes)).toEqual(expect.arrayContaining(['data', 'logs']));
    for (const secret of ['api_pass', 'email_password']) {
      expect(services.daybreak.secrets).toContain(secret);
      expect(Object.values(services.daybreak.environment)).toContain(`/run/secrets/${secret}`);
      expect(secrets[secret].file).toMatch(/^\.\/secrets\//);
    }
    expect(readFileSync('.gitignore', 'utf8')).toMatch(/^secrets\/$/m);
  });

  it('sets only what Daybreak reads, and a password never but by its file', () => {
    const names = [...Object.keys(services.daybreak.environment), ...Object.keys(services.try.environment)];
    const known = settings.map(({ name, secret }) => (secret ? `${name}_FILE` : name));
    expect(names.filter((name) => !new Set<string>(known).has(name))).toEqual([]);
  });

  it('has the desk on a SQLite file unless .env says otherwise', () => {
    expect(services.daybreak).not.toHaveProperty('profiles');
    expect(services.daybreak.environment.DATABASE_URL_FILE).toMatch(/^\$\{DATABASE_URL_FILE:-\}$/);
    expect(secrets.database_url.file).toMatch(/^\$\{DATABASE_URL_SECRET:-\/dev\/null\}$/);
    expect(services.daybreak.depends_on.postgres).toEqual({ condition: 'service_healthy', required: false });
    expect(loadConfig({ DATABASE_URL_FILE: '' }).databaseUrl).toBeNull();
  });

  it('starts Postgres with its password in a file, without a port, and confined', () => {
    const { postgres, worker } = services;
    expect(postgres).toMatchObject({
      profiles: ['postgres'],
      user: 'postgres',
      read_only: true,
      cap_drop: ['ALL'],
      environment: { POSTGRES_PASSWORD_FILE: '/run/secrets/postgres_password' },
      secrets: ['postgres_password'],
      volumes: ['postgres:/var/lib/postgresql/data'],
    });
    expect(Object.keys(postgres.environment)).not.toContain('POSTGRES_PASSWORD');
    expect(postgres).not.toHaveProperty('ports');
    expect(secrets.postgres_password.file).toBe('./secrets/postgres_password');
    expect(Object.keys(volumes)).toContain('postgres');
    expect(worker).toMatchObject({ profiles: ['postgres'], command: ['worker'] });
    // It sends mails of the daemon.
    expect(worker.secrets).toEqual(['database_url', 'email_password']);
    expect(worker.environment.DATABASE_URL_FILE).toBe(services.daybreak.environment.DATABASE_URL_FILE);
  });

  it('has the client programs of the version of its server', () => {
    const [version] = /\d+/.exec(services.postgres.image) ?? [];
    expect(dockerfile).toContain(`postgresql-client-${version} `);
    expect(instruction(image, 'FROM')).toMatch(/bookworm-slim$/);
  });

  it('reads no variable of compose that docs/install.md leaves out', () => {
    const read = [...readFileSync('compose.yaml', 'utf8').matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
    const page = readFileSync('docs/install.md', 'utf8');
    expect(read).not.toEqual([]);
    expect(read.filter((name) => !page.includes(`${name}=`))).toEqual([]);
  });

  it('mails the trial to mailpit over a loopback that the two share, and shows it on this machine alone', () => {
    expect(services.try).toMatchObject({
      profiles: ['try'],
      network_mode: 'service:mailpit',
      environment: { SMTP_HOST: '127.0.0.1', SMTP_SECURITY: 'none' },
    });
    expect(services.mailpit).toMatchObject({ profiles: ['try'], ports: ['127.0.0.1:8025:8025'] });
    expect(services.daybreak).not.toHaveProperty('ports');
  });
});

/** The image's entry point with these words. */
function command(...words: readonly string[]): readonly string[] {
  return [...JSON.parse(instruction(image, 'ENTRYPOINT')), ...words];
}
