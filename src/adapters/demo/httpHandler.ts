import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { RequestError } from './actions.ts';
import type { FaultBook, InjectedFault } from './faults.ts';

const LARGEST_REQUEST_BYTES = 65_536;
const HTML_PAGE =
  '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>Please sign in.</body></html>\n';

/** Handles one HTTP request, with an injected fault if one matches. A RequestError is sent as HTTP 500. */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  faults: FaultBook,
  answer: (parameters: URLSearchParams) => string,
): Promise<void> {
  const body = await readBody(request);
  if (request.method !== 'POST' || request.url !== '/api.php')
    return send(response, 500, 'Please POST to /api.php.\n', faults);
  const parameters = new URLSearchParams(body);
  const fault = faults.take(parameters.get('action') ?? '', Number(parameters.get('page') ?? '1'));
  try {
    const text = answer(parameters);
    await (fault === null ? send(response, 200, text, faults) : sendFaulty(response, text, fault, faults));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    await send(response, 500, `${error.message}\n`, faults);
  }
}

async function sendFaulty(
  response: ServerResponse,
  text: string,
  fault: InjectedFault,
  faults: FaultBook,
): Promise<void> {
  const half = text.slice(0, Math.floor(text.length / 2));
  if (fault.kind === 'error')
    return send(response, 500, `${fault.text ?? 'Internal error, please try again later.'}\n`, faults);
  if (fault.kind === 'html') return send(response, 200, HTML_PAGE, faults);
  if (fault.kind === 'cut') return send(response, 200, half, faults);
  if (fault.kind === 'no-trailer') return send(response, 200, text.replace(/Page \d+\/\d+\n$/, ''), faults);
  if (fault.kind === 'silence') return;
  response.writeHead(200, { 'content-type': 'text/csv; charset=utf-8' });
  response.write(half);
  await sleep(20);
  response.destroy();
}

async function send(
  response: ServerResponse,
  status: number,
  text: string,
  faults: FaultBook,
): Promise<void> {
  const bytes = Buffer.from(text);
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  const { pace } = faults.state;
  for (let at = 0; pace !== null && at < bytes.length && !response.destroyed; at += pace.bytes) {
    response.write(bytes.subarray(at, at + pace.bytes));
    await sleep(pace.everyMs);
  }
  response.end(pace === null ? bytes : undefined);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    const piece = Buffer.from(chunk);
    bytes += piece.length;
    if (bytes > LARGEST_REQUEST_BYTES) throw new RangeError('request too large');
    chunks.push(piece);
  }
  return Buffer.concat(chunks).toString('utf8');
}
