import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface RecordingProxy {
  readonly url: string;
  /** Requests since the last `forget`, with every parameter except secrets. */
  readonly asked: readonly Asked[];
  forget(): void;
  /** Called when a request arrives, before it is forwarded. */
  onRequest: (asked: Asked) => void;
  close(): Promise<void>;
}

export interface Asked {
  readonly action: string;
  readonly type: string;
  readonly startDate: string;
  readonly endDate: string;
  readonly page: string;
}

/** A proxy in front of a local server that records requests. */
export async function recordingProxy(target: string): Promise<RecordingProxy> {
  let asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    try {
      const body = await textOf(request);
      const parameters = new URLSearchParams(body);
      const of = (name: string) => parameters.get(name) ?? '';
      const entry = {
        action: of('action'),
        type: of('type'),
        startDate: of('startDate'),
        endDate: of('endDate'),
        page: of('page'),
      };
      asked.push(entry);
      proxy.onRequest(entry);
      const headers = { 'content-type': request.headers['content-type'] ?? '' };
      const answer = await fetch(new URL(request.url ?? '/', target), { method: 'POST', headers, body });
      response.statusCode = answer.status;
      response.end(Buffer.from(await answer.arrayBuffer()));
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: RecordingProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get asked() {
      return asked;
    },
    forget: () => {
      asked = [];
    },
    onRequest: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
