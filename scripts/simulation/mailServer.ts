import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A certificate for localhost and 127.0.0.1, valid until 2126, and the authority that signed it; for tests alone. */
export const testTls = { ca: pem('ca.crt'), cert: pem('server.crt'), key: pem('server.key') };

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface ReceivingServer extends RunningServer {
  /** What was taken, in order. */
  readonly received: { readonly from: string; readonly to: readonly string[]; readonly bytes: Buffer }[];
}

/** A real SMTP server with STARTTLS (or TLS from the start), a login and an inbox. */
export async function mailServer(options: SMTPServerOptions = {}): Promise<ReceivingServer> {
  const received: ReceivingServer['received'] = [];
  const server = new SMTPServer({
    key: testTls.key,
    cert: testTls.cert,
    authOptional: true,
    onAuth: ({ username, password }, _session, answer) =>
      username === 'risk' && password === 'secret-word'
        ? answer(null, { user: username })
        : answer(refusal(535, '5.7.8 bad login')),
    onData: (stream, { envelope }, answer) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        received.push({
          from,
          to: envelope.rcptTo.map(({ address }) => address),
          bytes: Buffer.concat(chunks),
        });
        answer();
      });
    },
    ...options,
  });
  // A client that distrusts the certificate breaks the handshake off; that is the test, not a fault.
  server.on('error', () => undefined);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    port: portOf(server.server),
    received,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

/** What an answering server sends to each command; `drop` cuts the connection instead, `silence` says nothing. */
export interface Script {
  readonly greeting?: string;
  readonly ehlo?: string;
  readonly mail?: string;
  readonly dataBegins?: string;
  /** When the first bytes of the message come. */
  readonly dataMiddle?: 'drop';
  /** When the final dot has come. */
  readonly dataEnds?: string;
}

export interface ScriptedServer extends RunningServer {
  /** Every byte the client sent, as text. */
  transcript(): string;
}

/** A server that keeps to a script, good or bad, over TLS unless told otherwise. */
export async function scriptedServer(script: Script = {}, secure = true): Promise<ScriptedServer> {
  let heard = '';
  const sockets = new Set<Socket>();
  const serve = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    converse(socket, script, (text) => {
      heard += text;
    });
  };
  const server: Server = secure
    ? createTlsServer({ key: testTls.key, cert: testTls.cert }, serve)
    : createServer(serve);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    port: portOf(server),
    transcript: () => heard,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}

export function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function converse(socket: Socket, script: Script, hear: (text: string) => void): void {
  let inMessage = false;
  let pending = '';
  const say = (line: string) => {
    if (line === 'drop') socket.destroy();
    else if (line !== 'silence') socket.write(`${line}\r\n`);
  };
  socket.on('data', (chunk) => {
    hear(chunk.toString());
    pending += chunk.toString();
    if (inMessage && script.dataMiddle === 'drop') return say('drop');
    if (inMessage && pending.endsWith('\r\n.\r\n')) return say(script.dataEnds ?? '250 taken');
    while (!inMessage && pending.includes('\r\n')) {
      const line = pending.slice(0, pending.indexOf('\r\n'));
      pending = pending.slice(line.length + 2);
      inMessage = line === 'DATA';
      say(answerTo(line, script));
    }
  });
  say(script.greeting ?? '220 test');
}

function answerTo(line: string, script: Script): string {
  if (line.startsWith('EHLO')) return script.ehlo ?? '250 test';
  if (line.startsWith('MAIL')) return script.mail ?? '250 ok';
  if (line === 'STARTTLS') return '502 not here';
  if (line === 'DATA') return script.dataBegins ?? '354 go on';
  return '250 ok';
}

function portOf(server: Pick<Server, 'address'>): number {
  return (server.address() as AddressInfo).port;
}

function pem(file: string): string {
  return readFileSync(new URL(`tls/${file}`, import.meta.url), 'utf8');
}
