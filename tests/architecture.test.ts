import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { type SourceFile, sourceFiles } from './support/sourceFiles.ts';

/**
 * The domain folders, left to right as data flows. A folder may import itself and those to its left, never
 * one to its right. `statistics`, `text`, `session` and `roster` do not need each other, but their order is
 * fixed too.
 */
const domainOrder = [
  'statistics',
  'text',
  'session',
  'roster',
  'ledger',
  'indicators',
  'outcome',
  'engines',
  'decision',
  'limits',
  'risk',
  'evaluation',
  'compliance',
  'report',
];

const domainPackages = ['luxon', 'ml-regression', 'ml-matrix', 'simple-statistics', 'nyse-holidays'];

interface ImportRule {
  readonly inside: string;
  readonly may: readonly string[];
}

const domainRules: readonly ImportRule[] = domainOrder.map((folder, place) => ({
  inside: `src/domain/${folder}/`,
  may: [
    ...domainOrder.slice(0, place + 1).map((left) => `src/domain/${left}/`),
    'src/shared/errors.ts',
    'src/shared/errorCodes.ts',
    ...domainPackages,
  ],
}));

/**
 * Which imports a file may have: the first row whose `inside` is a prefix of its path applies. Packages have
 * bare names.
 */
const rules: readonly ImportRule[] = [
  ...domainRules,
  { inside: 'src/pipeline/', may: ['src/pipeline/', 'src/domain/', 'src/ports/', 'src/shared/errors.ts'] },
  { inside: 'src/ports/', may: ['src/ports/', 'src/domain/'] },
  {
    inside: 'src/adapters/',
    may: [
      'own folder',
      'src/domain/',
      'src/ports/',
      'src/shared/',
      'src/config/config.ts',
      'src/config/secrets.ts',
      'any package',
    ],
  },
  { inside: 'src/config/', may: ['src/config/', 'src/shared/', 'any package'] },
  { inside: 'src/shared/errors.ts', may: ['src/shared/errorCodes.ts'] },
  { inside: 'src/shared/errorCodes', may: ['src/shared/errorCodes/'] },
  { inside: 'src/shared/', may: ['src/shared/', 'src/domain/text/', 'any package'] },
  { inside: 'src/commands/', may: ['src/', 'any package'] },
  { inside: 'src/main.ts', may: ['src/', 'any package'] },
  { inside: 'scripts/', may: ['scripts/', 'src/', 'any package'] },
];

/** Pure code gets time, randomness and settings from its arguments only. */
const impure =
  /\bDate\.now\(|\bnew Date\(\)|\bDateTime\.(?:now|local|utc)\(\)|\bprocess\.|\bconsole\.|\bMath\.random\(/;

function violations(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => [...forbiddenImports(file), ...impurities(file)]);
}

function forbiddenImports(file: SourceFile): readonly string[] {
  const rule = rules.find(({ inside }) => file.path.startsWith(inside));
  if (!rule) return [`${file.path} lies outside the layout`];
  return importsOf(file)
    .filter((target) => !rule.may.some((allowed) => fits(file, target, allowed)))
    .map((target) => `${file.path} imports ${target}`);
}

function impurities({ path, text }: SourceFile): readonly string[] {
  if (!/^src\/(?:domain|pipeline)\//.test(path)) return [];
  return text
    .split('\n')
    .flatMap((line, index) => (impure.test(line) ? [`${path}:${index + 1} is impure: ${line.trim()}`] : []));
}

function importsOf({ path, text }: SourceFile): readonly string[] {
  return ts
    .preProcessFile(text)
    .importedFiles.map(({ fileName }) => fileName)
    .map((target) => (target.startsWith('.') ? normalize(join(dirname(path), target)) : target));
}

function fits(file: SourceFile, target: string, allowed: string): boolean {
  if (allowed === 'any package') return !/^(?:src|tests|scripts)\//.test(target);
  if (allowed === 'own folder') return target.startsWith(adapterOf(file.path));
  return allowed.endsWith('/') ? target.startsWith(allowed) : target === allowed;
}

function adapterOf(path: string): string {
  return `${path.split('/').slice(0, 3).join('/')}/`;
}

describe('the architecture', () => {
  it('holds in every file', () => {
    expect(violations([...sourceFiles('src'), ...sourceFiles('scripts')])).toEqual([]);
  });

  it.each([
    ['src/domain/ledger/x.ts', "import { readFileSync } from 'node:fs';"],
    ['src/domain/ledger/x.ts', "import { z } from 'zod';"],
    ['src/domain/ledger/x.ts', "import type { Clock } from '../../ports/runtime.ts';"],
    ['src/domain/ledger/x.ts', 'const now = Date.now();'],
    ['src/domain/ledger/x.ts', 'const now = new Date();'],
    ['src/domain/ledger/x.ts', "const home = process.env['HOME'];"],
    ['src/domain/ledger/x.ts', 'const chance = Math.random();'],
    ['src/pipeline/x.ts', "import { openDatabase } from '../adapters/database/open.ts';"],
    ['src/pipeline/x.ts', "import { loadConfig } from '../config/config.ts';"],
    ['src/pipeline/x.ts', "import { DateTime } from 'luxon';"],
    ['src/pipeline/x.ts', "console.log('done');"],
    ['src/adapters/email/x.ts', "import { openDatabase } from '../database/open.ts';"],
    ['src/adapters/email/x.ts', "import { runMorning } from '../../pipeline/morning.ts';"],
    ['src/adapters/email/x.ts', "export { morning } from '../../commands/morning.ts';"],
    ['src/ports/x.ts', "import { z } from 'zod';"],
    ['src/ports/x.ts', "import {\n  a,\n  b,\n} from '../config/config.ts';"],
    ['src/stray.ts', ''],
    ['src/domain/stray/x.ts', ''],
    ['src/domain/engines/x.ts', "import type { Decision } from '../decision/decision.ts';"],
    ['src/domain/decision/x.ts', "import type { MorningReport } from '../report/report.ts';"],
    ['src/domain/ledger/x.ts', "import { scaleThrough } from '../indicators/scale.ts';"],
    ['src/domain/evaluation/x.ts', "import { money } from '../report/order.ts';"],
    ['scripts/x.ts', "import { demoDesk } from '../tests/support/desk.ts';"],
  ])('is broken when %s contains %s', (path, text) => {
    expect(violations([{ path, text }])).not.toEqual([]);
  });

  it.each([
    ['src/domain/ledger/x.ts', "import { quantile } from '../statistics/descriptive.ts';"],
    ['src/domain/session/x.ts', "import { DateTime } from 'luxon';"],
    ['src/pipeline/steps/x.ts', "import type { Clock } from '../../ports/runtime.ts';"],
    ['src/adapters/email/x.ts', "import { palette } from './palette.ts';"],
  ])('holds when %s contains %s', (path, text) => {
    expect(violations([{ path, text }])).toEqual([]);
  });
});

/**
 * `!` is allowed at an index, which the loop around it keeps inside the array. Elsewhere it would hide a
 * missing value.
 */
function assertionsOfNonNull({ path, text }: SourceFile): readonly string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNonNullExpression(node) && !ts.isElementAccessExpression(node.expression))
      found.push(`${path}: ${node.getText(file)}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

describe('a value that may be missing', () => {
  it('is asserted with ! only at an index', () => {
    const files = ['src', 'scripts', 'tests'].flatMap((folder) => sourceFiles(folder));
    expect(files.flatMap(assertionsOfNonNull)).toEqual([]);
  });

  it('is reported when ! stands anywhere else', () => {
    expect(
      assertionsOfNonNull({ path: 'x.ts', text: 'const a = map.get(key)!; const b = list[0]!;' }),
    ).toEqual(['x.ts: map.get(key)!']);
  });
});

/** Every cycle of imports among these files, each once, as the list of its files. Type imports count too. */
function importCycles(files: readonly SourceFile[]): readonly string[] {
  const targets = new Map(files.map((file) => [file.path, importsOf(file)]));
  const finished = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.push([...trail.slice(start), path].join(' → '));
    if (start >= 0 || finished.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    finished.add(path);
  };
  for (const { path } of files) visit(path, []);
  return cycles;
}

describe('the imports', () => {
  it('form no cycle of files', () => {
    expect(importCycles([...sourceFiles('src'), ...sourceFiles('scripts')])).toEqual([]);
  });

  it('form a cycle where one is planted', () => {
    const planted = [
      { path: 'src/a.ts', text: "import type { B } from './b.ts';" },
      { path: 'src/b.ts', text: "import { a } from './a.ts';" },
    ];
    expect(importCycles(planted)).toEqual(['src/a.ts → src/b.ts → src/a.ts']);
  });
});
