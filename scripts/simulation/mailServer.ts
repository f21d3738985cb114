import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A certificate for localhost and 127.0.0.1, valid until 2126, and its authority; for tests only. */
export const testTls = { ca: pem('ca.crt'), cert: pem('server.crt'), key: pem('server.key') };

export interface RunningServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface ReceivingServer extends RunningServer {
  /** Accepted mails in order. */
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
  // A client that rejects the certificate ends the handshake; tests do this on purpose.
  server.on('error', () => undefined);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    port: portOf(server.server),
    received,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

/** The server's response to each command; `drop` closes the connection, `silence` sends nothing. */
export interface Script {
  readonly greeting?: string;
  readonly ehlo?: string;
  readonly mail?: string;
  readonly dataBegins?: string;
  /** Used when the first bytes of the message arrive. */
  readonly dataMiddle?: 'drop';
  /** Used after the final dot. */
  readonly dataEnds?: string;
}

export interface ScriptedServer extends RunningServer {
  /** Every byte the client sent, as text. */
  transcript(): string;
}

/** A server that follows a script, over TLS by default. */
export async function scriptedServer(script: Script = {}, secure = true): Promise<ScriptedServer> {
  let received = '';
  const sockets = new Set<Socket>();
  const serve = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    converse(socket, script, (text) => {
      received += text;
    });
  };
  const server: Server = secure
    ? createTlsServer({ key: testTls.key, cert: testTls.cert }, serve)
    : createServer(serve);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    port: portOf(server),
    transcript: () => received,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}

export function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function converse(socket: Socket, script: Script, onText: (text: string) => void): void {
  let inMessage = false;
  let pending = '';
  const send = (line: string) => {
    if (line === 'drop') socket.destroy();
    else if (line !== 'silence') socket.write(`${line}\r\n`);
  };
  socket.on('data', (chunk) => {
    onText(chunk.toString());
    pending += chunk.toString();
    if (inMessage && script.dataMiddle === 'drop') return send('drop');
    if (inMessage && pending.endsWith('\r\n.\r\n')) return send(script.dataEnds ?? '250 taken');
    while (!inMessage && pending.includes('\r\n')) {
      const line = pending.slice(0, pending.indexOf('\r\n'));
      pending = pending.slice(line.length + 2);
      inMessage = line === 'DATA';
      send(answerTo(line, script));
    }
  });
  send(script.greeting ?? '220 test');
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
