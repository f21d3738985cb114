import { createWebServer } from '../adapters/web/server/webServer.ts';
import { ConfigurationError, DaybreakError } from '../shared/errors.ts';
import type { ExitCode, ServeOptions } from './commandOptions.ts';
import { hasDatabase } from './deskDatabase.ts';
import { keepHeapSmall } from './smallHeap.ts';
import { firstSignal } from './stopSignal.ts';
import type { ServedDemo } from './web/demoServe.ts';
import { createDeskDoor } from './web/deskDoor.ts';
import { type Parent, parentOf } from './web/parentProcess.ts';
import { createWebPorts } from './web/webPorts.ts';
import type { World } from './world.ts';

/**
 * `serve`: the desk page and the API until SIGTERM or SIGINT, with exit code 0. The daemon runs it as a child
 * process, which ends with the daemon. It creates no database: pages say so until the first morning has.
 */
export async function serveCommand(given: World, options: ServeOptions): Promise<ExitCode> {
  keepHeapSmall();
  const parent = parentOf(process);
  const logged = parent === null ? given : { ...given, log: parent.log };
  const { host, port: configured } = given.config.web;
  const port = options.port ?? configured;
  if (port === null) throw noPort();
  const stopped = Promise.race([firstSignal(), ...(parent === null ? [] : [parent.ended])]);
  const demo = options.demo ? await demoOf(logged) : null;
  const files = demo?.files ?? given.config;
  const world = { ...logged, config: { ...given.config, ...files } };
  if (!(await hasDatabase(files))) world.log.warn('the desk has no database yet: the first morning makes it');
  const door = createDeskDoor(files);
  const server = await createWebServer(createWebPorts(world, door, { isDemo: demo !== null }));
  try {
    const url = await listen(server, { host, port, basePath: world.config.web.basePath }, parent);
    announce(world, options, url, demo?.signInKey ?? null);
    parent?.listening(url);
    await stopped;
  } finally {
    await server.close();
    await door.close();
    demo?.release();
  }
  return 0;
}

/** Imported where it is needed: it makes mails, whose libraries take 50 MB. */
async function demoOf(world: World): Promise<ServedDemo> {
  const { prepareDemo } = await import('./web/demoServe.ts');
  return prepareDemo(world);
}

type Server = Awaited<ReturnType<typeof createWebServer>>;

interface Address {
  readonly host: string;
  readonly port: number;
  readonly basePath: string;
}

/** @returns the URL of the desk page. @throws DaybreakError `web_port_taken` */
async function listen(
  server: Server,
  { host, port, basePath }: Address,
  parent: Parent | null,
): Promise<string> {
  try {
    await server.listen({ host, port });
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    parent?.refused(problem);
    throw new DaybreakError('web_port_taken', `Web server · ${problem} · expected a port to listen on`, {
      hint: 'The daemon runs a web server already, or another program has the port: stop it, or add --port N. WEB_PORT=0 turns the one of the daemon off.',
      cause,
    });
  }
  const address = server.server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}${basePath}/`;
}

function announce(
  { output, log }: World,
  { json }: ServeOptions,
  url: string,
  signInKey: string | null,
): void {
  log.info('the desk page and the API are served', { url });
  // No one reads the standard output of the daemon's child.
  if (process.connected) return;
  if (json) output.json(signInKey === null ? { url } : { url, signInKey });
  else {
    output.line(`Desk page: ${url}`);
    output.line(`API:       ${url}docs`);
    output.line(
      signInKey === null
        ? 'Sign in with a key: npm run keys -- add NAME --scope answer makes one.'
        : `Sign in with this key, which may read: ${signInKey}`,
    );
  }
}

function noPort(): ConfigurationError {
  return new ConfigurationError('web_port_off', 'serve · WEB_PORT is 0 · expected a port', {
    hint: 'Set WEB_PORT, or add --port N.',
  });
}
