import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { type ErrorCodeGroup, errorCodeGroups } from '../src/shared/errorCodes.ts';

/**
 * The tables of docs/runbook.md, made from the registry of error codes. `node --import tsx
 * scripts/docs-runbook.ts` writes them between their marks; a test holds page and registry equal.
 */
const RUNBOOK = 'docs/runbook.md';
const [OPEN, CLOSE] = ['<!-- runbook -->\n', '\n<!-- /runbook -->'];

/** The page with its tables written again. */
export function withRunbook(page: string): string {
  const [start, end] = [page.indexOf(OPEN), page.indexOf(CLOSE)];
  if (start < 0 || end < start) throw new Error(`${RUNBOOK} has no place marked for the tables`);
  return page.slice(0, start + OPEN.length) + errorCodeGroups.map(section).join('\n\n') + page.slice(end);
}

function section({ title, introduction, codes }: ErrorCodeGroup): string {
  const rows = Object.entries(codes).map(
    ([code, { meaning, whatToDo }]) => `| \`${code}\` | ${cell(meaning)} | ${cell(whatToDo)} |`,
  );
  const head = ['| code | meaning | what to do |', '| --- | --- | --- |'];
  return [`## ${title}`, '', introduction, '', ...head, ...rows].join('\n');
}

/** A bar would end the cell; a `<` outside backticks would begin a tag. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(RUNBOOK, withRunbook(readFileSync(RUNBOOK, 'utf8')));
