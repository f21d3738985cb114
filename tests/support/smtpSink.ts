import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** The answers of the server by stage; each is one or more lines. */
export interface SinkAnswers {
  readonly greeting?: string;
  readonly ehlo?: string;
  readonly auth?: string;
  readonly mail?: string;
  readonly rcpt?: (address: string) => string;
  readonly data?: string;
  readonly dot?: string;
}

/** A mail server without TLS that speaks bytes: it answers as it is asked to, and counts. */
export interface SmtpSink {
  readonly port: number;
  /** Replaces the answers from the next line on. */
  answer(answers: SinkAnswers): void;
  /** Each line that clients sent, except those of messages. */
  readonly lines: readonly string[];
  /** The recipients of the messages that were taken, in order. */
  readonly taken: readonly string[];
  /** The number of lines that begin with a word. */
  count(word: string): number;
}

const TAKES_ALL: Required<SinkAnswers> = {
  greeting: '220 sink',
  ehlo: '250-sink\r\n250 AUTH PLAIN',
  auth: '235 ok',
  mail: '250 ok',
  rcpt: () => '250 ok',
  data: '354 go on',
  dot: '250 taken',
};

export async function smtpSink(first: SinkAnswers = {}): Promise<SmtpSink> {
  let answers = { ...TAKES_ALL, ...first };
  const lines: string[] = [];
  const taken: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    let pending = '';
    let recipient = '';
    let inMessage = false;
    sockets.add(socket);
    socket.on('error', () => undefined);
    const reply = (text: string) => socket.write(`${text}\r\n`);
    const answerOf = (line: string): string => {
      if (/^(EHLO|HELO)/.test(line)) return answers.ehlo;
      if (line.startsWith('AUTH')) return answers.auth;
      if (line.startsWith('MAIL')) return answers.mail;
      if (line.startsWith('RCPT')) {
        recipient = /<(.*)>/.exec(line)?.[1] ?? '';
        return answers.rcpt(recipient);
      }
      if (line === 'DATA') return answers.data;
      return line === 'QUIT' ? '221 bye' : '502 unknown';
    };
    socket.on('data', (chunk) => {
      pending += chunk.toString('latin1');
      for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
        const line = pending.slice(0, end);
        pending = pending.slice(end + 2);
        if (inMessage) {
          if (line !== '.') continue;
          inMessage = false;
          if (answers.dot.startsWith('2')) taken.push(recipient);
          reply(answers.dot);
          continue;
        }
        lines.push(line);
        const text = answerOf(line);
        inMessage = line === 'DATA' && text.startsWith('3');
        reply(text);
        if (line === 'QUIT') socket.end();
      }
    });
    reply(answers.greeting);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    answer: (next) => {
      answers = { ...TAKES_ALL, ...next };
    },
    lines,
    taken,
    count: (word) => lines.filter((line) => line.startsWith(word)).length,
  };
}
