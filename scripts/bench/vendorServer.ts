import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { FILLS_HEADER } from './generateFills.ts';

/**
 * Serves prepared responses from memory in a process of its own, so that generating them is not timed.
 * `vendorServer.ts FOLDER SESSION`; sends its port to the parent process.
 */
const [folder = '.', session = ''] = process.argv.slice(2);
const pages = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
const noFills = Buffer.from(`${FILLS_HEADER}\nPage 1/1\n`);
let requests = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    requests++;
    const body = answer(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
    response.statusCode = body === undefined ? 500 : 200;
    response.end(body ?? 'No such report.');
  });
});

function answer(asked: URLSearchParams): Buffer | string | undefined {
  const action = asked.get('action');
  if (action === 'login') return `${'0123456789abcdef'.repeat(2)}:1\n`;
  if (action === 'logout') return 'Logged out.\n';
  const covers = (asked.get('startDate') ?? '') <= session && session <= (asked.get('endDate') ?? '');
  if (action === 'fills' && !covers) return noFills;
  return pages.get(`${action}-${asked.get('page') ?? '1'}.csv`);
}

server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', (message) => {
  if (message === 'requests') process.send?.({ requests });
  else {
    server.close();
    server.closeAllConnections();
    process.disconnect();
  }
});
