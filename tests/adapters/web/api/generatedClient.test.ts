import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import { build } from 'esbuild';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { apiDesk } from '../../../support/apiDesk.ts';
import { temporaryFolder } from '../../../support/stores.ts';

/** A program that knows the API only from the client that was generated from /openapi.json. */
const PROGRAM = `
import { client } from './client/client.gen.js';
import { answerMorning, getMorning, giveOverride, type Morning } from './client/index.js';

export async function use(baseUrl: string, key: string) {
  client.setConfig({ baseUrl, auth: key });
  const first = await getMorning({ path: { session: 'latest' } });
  const morning: Morning | undefined = first.data;
  if (morning === undefined) throw new Error('no morning: ' + JSON.stringify(first.error));
  const etag = first.response?.headers.get('etag') ?? '';
  const again = await getMorning({ path: { session: 'latest' }, headers: { 'if-none-match': etag } });
  const lowered = morning.traders.filter(({ change }) => change === 'lower').map(({ trader }) => trader);
  const answers = await answerMorning({
    path: { session: morning.sessionDate },
    body: { answers: lowered.map((trader) => ({ trader, answer: 'applied' as const })) },
    headers: { 'idempotency-key': 'client-1' },
  });
  const override = await giveOverride({
    body: { trader: lowered[0] ?? '', dollars: 4000, reason: 'hedged' },
  });
  const changed = await getMorning({ path: { session: 'latest' }, headers: { 'if-none-match': etag } });
  const unknown = await getMorning({ path: { session: '2026-03-01' } });
  return {
    lowered,
    statuses: [first, again, answers, override, changed, unknown].map(({ response }) => response?.status),
    recorded: answers.data?.recorded,
    override: override.data?.status,
    answered: changed.data?.answers.map(({ trader, answer, by }) => [trader, answer, by]),
    error: unknown.error && 'code' in unknown.error ? unknown.error.code : null,
  };
}
`;

describe('a client that is generated from /openapi.json alone', () => {
  it('compiles, reads a morning, sees 304, answers, overrides, and sees its answer at once', async () => {
    const desk = await apiDesk();
    const folder = temporaryFolder();
    const address = await desk.server.listen({ port: 0, host: '127.0.0.1' });
    try {
      const document = await (await fetch(`${address}/openapi.json`)).text();
      const input = join(folder, 'openapi.json');
      writeFileSync(input, document);
      await createClient({ input, output: join(folder, 'client'), logs: { level: 'silent' } });
      const program = join(folder, 'program.ts');
      writeFileSync(program, PROGRAM);
      expect(typeErrors(program)).toEqual([]);
      const bundle = join(folder, 'program.mjs');
      await build({
        entryPoints: [program],
        outfile: bundle,
        bundle: true,
        format: 'esm',
        logLevel: 'silent',
      });
      expect(readFileSync(bundle, 'utf8')).not.toContain('NET00');
      const { use } = await import(bundle);
      expect(await use(address, desk.keys.answer)).toEqual({
        lowered: ['NET002'],
        statuses: [200, 304, 200, 201, 200, 404],
        recorded: 1,
        override: 'in-force',
        answered: [['NET002', 'applied', 'answer-key']],
        error: 'no_such_session',
      });
    } finally {
      await desk.close();
    }
  });
});

function typeErrors(file: string): readonly string[] {
  const program = ts.createProgram([file], {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
