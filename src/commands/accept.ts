import { causeWords } from '../domain/decision/proofWords.ts';
import { sessionDueNow } from '../domain/session/due.ts';
import { longDay } from '../domain/text/dates.ts';
import { shownName } from '../domain/text/outsideText.ts';
import { count } from '../domain/text/words.ts';
import { type AcceptRequest, acceptDay, acceptNoTrading, type DayAccepted } from '../pipeline/accept.ts';
import { ConfigurationError } from '../shared/errors.ts';
import { authorOf } from './author.ts';
import type { AcceptOptions, ExitCode } from './commandOptions.ts';
import { type World, withExistingStores } from './world.ts';

/**
 * `accept`: accepts a trader's session as it is, or that the desk did not trade on a session. It never
 * creates a database.
 */
export async function acceptCommand(
  world: World,
  trader: string | undefined,
  session: string | undefined,
  options: AcceptOptions,
): Promise<ExitCode> {
  const { noTrading, reason } = options;
  if (noTrading) {
    if (trader !== undefined || options.session === undefined)
      throw badUsage('--no-trading with a trader or without --session', '--session S --no-trading');
    return accept(world, options, options.session, (request, stores) =>
      desk(world, options, request, stores),
    );
  }
  if (trader === undefined || session === undefined || options.session !== undefined)
    throw badUsage('no trader and session', 'TRADER SESSION --reason TEXT');
  if (reason === undefined) throw badUsage('no reason', 'TRADER SESSION --reason TEXT');
  return accept(world, options, session, (request, stores) =>
    traderDay(world, options, trader, request, stores),
  );
}

type Ports = Parameters<typeof acceptDay>[0];

async function accept(
  world: World,
  { reason, by }: AcceptOptions,
  sessionDate: string,
  work: (request: AcceptRequest, ports: Ports) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { clock, calendar, config } = world;
  const at = clock.now();
  const lastClosed = calendar.previousSession(sessionDueNow(at, calendar, config.timezone));
  const request = {
    sessionDate,
    reason: reason ?? 'no trading',
    by: authorOf(by),
    at,
    lastClosed,
  };
  return withExistingStores(config, (stores) => work(request, { ...stores, calendar }));
}

async function traderDay(
  { output }: World,
  { json }: AcceptOptions,
  trader: string,
  request: AcceptRequest,
  ports: Ports,
): Promise<ExitCode> {
  const result = await acceptDay(ports, trader, request);
  const { sessionDate, reason, by } = request;
  if (json) output.json({ trader, session: sessionDate, reason, by, ...result });
  else for (const line of acceptedLines(trader, request, result)) output.line(line);
  return 0;
}

function acceptedLines(
  trader: string,
  { sessionDate, reason, by }: AcceptRequest,
  { settled, remaining, othersWithheld }: DayAccepted,
): readonly string[] {
  const name = shownName(trader);
  return [
    `${name} on ${longDay(sessionDate)} is accepted as it is, by ${by}: ${reason}`,
    ...settled.map(({ code, text }) => `  settled: ${causeWords(code)}: ${text}`),
    ...(remaining.length === 0
      ? [`${name} is no longer withheld. A later change of this day withholds the trader again.`]
      : [`${name} stays withheld because of ${count(remaining.length, 'more item')}:`]),
    ...remaining.map(({ code, text }) => `  open: ${causeWords(code)}: ${text}`),
    ...(othersWithheld > 0
      ? [`${count(othersWithheld, 'other trader')} not proven: see npm run doctor.`]
      : []),
  ];
}

async function desk(
  { output }: World,
  { json }: AcceptOptions,
  request: AcceptRequest,
  ports: Ports,
): Promise<ExitCode> {
  const { remaining } = await acceptNoTrading(ports, request);
  const { sessionDate, reason, by } = request;
  if (json) {
    output.json({ session: sessionDate, noTrading: true, reason, by, remaining });
    return 0;
  }
  output.line(`${longDay(sessionDate)} is accepted as a session without trading, by ${by}: ${reason}`);
  output.line(
    remaining.length === 0
      ? 'No session is missing in the history.'
      : `${count(remaining.length, 'session')} still missing: ${remaining.slice(0, 20).join(', ')}${remaining.length > 20 ? ', …' : ''}`,
  );
  return 0;
}

function badUsage(found: string, expected: string): ConfigurationError {
  return new ConfigurationError('bad_accept', `Accept · found ${found} · expected ${expected}`, {
    hint: 'Either `npm run accept -- TRADER SESSION --reason TEXT`, or `npm run accept -- --session SESSION --no-trading`.',
  });
}
