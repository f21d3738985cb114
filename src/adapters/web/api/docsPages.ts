import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyReply } from 'fastify';
import type { WebPorts } from '../server/webPorts.ts';
import type { ApiServer } from './apiServer.ts';

const open = { access: 'open', answersWith: 'json' } as const;
const hidden = { hide: true } as const;

/** Files of Swagger UI that its page loads, with their media types. */
const assets = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;

/**
 * `/openapi.json` and `/docs`, open to everyone: they name no trader. The page is Swagger UI from this
 * server, with no inline script and nothing fetched from elsewhere, so that the security policy of the server
 * holds for it too.
 */
export function docsPages(server: ApiServer, { web }: Pick<WebPorts, 'web'>): void {
  let document: string | null = null;
  server.get('/openapi.json', { config: open, schema: hidden }, async (_, reply) => {
    document ??= JSON.stringify(server.swagger());
    return cacheable(reply, 'application/json; charset=utf-8').send(document);
  });
  server.get('/docs', { config: open, schema: hidden }, async (_, reply) =>
    cacheable(reply, 'text/html; charset=utf-8').send(pageOf(web.basePath)),
  );
  server.get('/docs/start.js', { config: open, schema: hidden }, async (_, reply) =>
    cacheable(reply, 'text/javascript; charset=utf-8').send(START),
  );
  server.get('/docs/narrow.css', { config: open, schema: hidden }, async (_, reply) =>
    cacheable(reply, 'text/css; charset=utf-8').send(NARROW),
  );
  for (const [name, type] of Object.entries(assets)) {
    let bytes: Buffer | null = null;
    server.get(`/docs/${name}`, { config: open, schema: hidden }, async (_, reply) => {
      bytes ??= readFileSync(join(assetFolder(), name));
      return cacheable(reply, type).send(bytes);
    });
  }
}

/** The same for everyone until the next release. */
function cacheable(reply: FastifyReply, type: string): FastifyReply {
  return reply.header('cache-control', 'public, max-age=3600').header('content-type', type);
}

function assetFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui')), 'static');
}

function pageOf(basePath: string): string {
  const docs = `${basePath}/docs`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>API · Daybreak</title>
<link rel="icon" href="${docs}/favicon-32x32.png"><link rel="stylesheet" href="${docs}/swagger-ui.css"><link rel="stylesheet" href="${docs}/narrow.css"></head>
<body><noscript><p>This page needs a script. <a href="${basePath}/openapi.json">openapi.json</a> has the same content.</p></noscript>
<main id="swagger-ui"></main>
<script src="${docs}/swagger-ui-bundle.js"></script><script src="${docs}/start.js"></script></body></html>`;
}

/** On a phone the page would scroll sideways for a column that no answer of this API fills. */
const NARROW = `.swagger-ui .response-col_links { display: none; }
.swagger-ui .response-col_description, .swagger-ui .renderedMarkdown { overflow-wrap: anywhere; }
`;

/** The document lies next to the page; the validator would send it to another server. */
const START = `SwaggerUIBundle({
  url: document.baseURI.replace(/\\/docs\\/?([?#].*)?$/, '/openapi.json'),
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
});
`;
