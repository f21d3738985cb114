import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { deskErrorStatus, webErrorStatus } from '../../src/adapters/web/server/webError.ts';
import { apiDesk } from '../support/apiDesk.ts';
import { openApiDocument } from '../support/openApiDocument.ts';

const page = readFileSync('docs/api.md', 'utf8');
const commands = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text = '']) => text);

/** Runs a block of the page in a shell, against a server whose session is another one. */
async function run(text: string, environment: Readonly<Record<string, string>>): Promise<string> {
  const script = text.replaceAll('2026-11-30', '2026-03-03').replace(/^(?:DAYBREAK|KEY)=.*\n/gm, '');
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
    env: { ...process.env, ...environment },
  });
  return stdout;
}

describe('docs/api.md', () => {
  it('has commands that work as they stand', async () => {
    const desk = await apiDesk();
    try {
      const address = await desk.server.listen({ port: 0, host: '127.0.0.1' });
      const environment = { DAYBREAK: address, KEY: desk.keys.read, ANSWER_KEY: desk.keys.answer };
      const printed = [];
      for (const each of commands) printed.push(await run(each, environment));
      const [morning = '', poll, answers = '', override = '', days = '', size = '', audit] = printed;
      expect(JSON.parse(morning)).toMatchObject({ sessionDate: '2026-03-03' });
      expect(poll).toBe('304\n');
      expect(JSON.parse(answers)).toMatchObject({ recorded: 2, refused: 0 });
      expect(JSON.parse(override)).toMatchObject({ trader: 'NET002', status: 'in-force' });
      expect(JSON.parse(days)).toMatchObject({ days: { length: 5 }, nextCursor: null });
      expect(JSON.parse(size)).toMatchObject({ trader: 'NET001', symbol: 'AAPL', price: 187.5 });
      expect(audit).toBe('the trail holds\n');
      expect(printed).toHaveLength(7);
    } finally {
      await desk.close();
    }
  });

  it('names every route of the API, and no other', async () => {
    const desk = await apiDesk();
    const { routes } = await openApiDocument(desk.server);
    const named = [...page.matchAll(/^\| `((?:GET|POST|DELETE) [^`]+)` \|/gm)].map(([, route]) => route);
    expect(named.toSorted()).toEqual([...routes].sort());
    await desk.close();
  });

  it('names every code of the web server with its status', () => {
    const rows = [...page.matchAll(/^\| (\d{3}) \| (.*?) \|/gm)];
    const named = rows.flatMap(([, status, codes = '']) =>
      [...codes.matchAll(/`(\w+)`/g)].map(([, code = '']) => [code, Number(status)]),
    );
    expect(Object.fromEntries(named)).toMatchObject({ ...webErrorStatus, ...deskErrorStatus });
  });
});
