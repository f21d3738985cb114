import { requireWritable, writeFileAtomically } from '../adapters/files/atomicFile.ts';
import { textTable } from '../adapters/terminal/table.ts';
import { sizePage } from '../adapters/web/pages/sizePage.ts';
import { sizeDocument, sizesDocument } from '../domain/report/sizeDocument.ts';
import { sizeFacts, sizeHeadline, sizeShare } from '../domain/report/sizeWords.ts';
import { type SizeAnswer, sizeFor } from '../domain/risk/sizing/sizeAnswer.ts';
import type { SizingDesk } from '../domain/risk/sizing/sizingDesk.ts';
import { sessionDueNow } from '../domain/session/due.ts';
import { longDay } from '../domain/text/dates.ts';
import { roughDollars } from '../domain/text/money.ts';
import { shownName } from '../domain/text/outsideText.ts';
import { readSizingDesk } from '../pipeline/sizing/readSizingDesk.ts';
import { readUsualOrders, type SizedSymbolPorts } from '../pipeline/sizing/sizedSymbols.ts';
import { ConfigurationError } from '../shared/errors.ts';
import type { ExitCode, SizeOptions } from './commandOptions.ts';
import { openDemoDesk } from './demoDesk.ts';
import { openStoredDesk } from './desk.ts';
import { requireSession } from './sessionDates.ts';
import { sizingRequest } from './sizeRequest.ts';
import type { Stores, World } from './world.ts';

/**
 * `size`: how large a trader, or a trader in one symbol, should trade the next session; without a trader, the
 * share of the usual size of everyone. It stores nothing.
 */
export async function sizeCommand(world: World, options: SizeOptions): Promise<ExitCode> {
  if (options.symbol !== undefined && options.trader === undefined) throw symbolWithoutTrader(options.symbol);
  if (options.session !== undefined) requireSession(world.calendar, '--session', options.session);
  if (options.out !== undefined) requireWritable([options.out]);
  const desk = await openDesk(world, options);
  try {
    const ports = { ...world, ...desk.stores, pause: async () => undefined };
    const sizing = await readSizingDesk(ports, sizingRequest(world, desk.sessionDate));
    const answers = await answersTo(ports, sizing, options);
    if (options.out !== undefined) await writeFileAtomically(options.out, sizePage(answers, desk.isDemo));
    print(world, sizing, answers, options);
    return 0;
  } finally {
    await desk.close();
  }
}

interface OpenDesk {
  readonly stores: Stores;
  readonly sessionDate: string;
  readonly isDemo: boolean;
  close(): Promise<void>;
}

async function openDesk(world: World, { demo, session }: SizeOptions): Promise<OpenDesk> {
  if (!demo) {
    const desk = await openStoredDesk(world, session);
    return { ...desk, isDemo: desk.sourceName === 'demo' };
  }
  const { clock, calendar, config } = world;
  const due = sessionDueNow(clock.now(), calendar, config.timezone);
  return { ...(await openDemoDesk(world, due)), sessionDate: session ?? due, isDemo: true };
}

async function answersTo(
  ports: SizedSymbolPorts,
  sizing: SizingDesk,
  { trader, symbol, price, maxRisk, lot }: SizeOptions,
): Promise<readonly SizeAnswer[]> {
  const terms = { maxRisk, lotUnits: lot, price: price ?? null };
  const whole = (name: string) => sizeFor(sizing, { ...terms, trader: name, symbol: null, usual: null });
  if (trader === undefined) return [...sizing.traders.keys()].map(whole);
  if (symbol === undefined) return [whole(trader)];
  const usual = (await readUsualOrders(ports, trader, sizing.dataThrough)).get(symbol) ?? null;
  return [sizeFor(sizing, { ...terms, trader, symbol, usual })];
}

function print(
  { output }: World,
  { sessionDate, dataThrough, isStale }: SizingDesk,
  answers: readonly SizeAnswer[],
  { trader, json, out }: SizeOptions,
): void {
  const [only] = answers;
  if (json) {
    output.json(
      trader === undefined || only === undefined
        ? sizesDocument(sessionDate, dataThrough, answers)
        : sizeDocument(only),
    );
    return;
  }
  output.line(
    `Sizes for ${longDay(sessionDate)}, from trading through ${longDay(dataThrough)}${isStale ? ': STALE' : ''}`,
  );
  if (trader !== undefined && only !== undefined) printAnswer(output, only);
  else output.line(everyone(answers));
  if (out !== undefined) output.line(`Written: ${out}`);
}

function printAnswer(output: World['output'], answer: SizeAnswer): void {
  output.line(sizeHeadline(answer));
  for (const reason of answer.reasons) output.line(`  ${reason}`);
  const facts = sizeFacts(answer).map(([name, value]) => [name, value]);
  output.line(textTable([{ head: '' }, { head: '', align: 'right' }], facts));
}

function everyone(answers: readonly SizeAnswer[]): string {
  return textTable(
    [
      { head: 'trader' },
      { head: 'size', align: 'right' },
      { head: 'usual order', align: 'right' },
      { head: 'risk' },
      { head: 'confidence' },
      { head: 'why', width: 60 },
    ],
    answers.map(({ trader, multiplier, usualValue, riskLevel, confidence, reasons }) => [
      shownName(trader),
      sizeShare(multiplier),
      usualValue === null ? 'unknown' : roughDollars(usualValue),
      riskLevel,
      confidence,
      reasons[0] ?? '',
    ]),
  );
}

function symbolWithoutTrader(symbol: string): ConfigurationError {
  return new ConfigurationError(
    'bad_usage',
    `--symbol ${symbol} · found no --trader · expected the trader whose size is asked for`,
    { hint: 'Add --trader NAME: npm run size -- alone lists the traders.' },
  );
}
