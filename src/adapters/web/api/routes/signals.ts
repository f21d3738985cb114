import type { z } from 'zod';
import type { Decision } from '../../../../domain/decision/decision.ts';
import { signalOf } from '../../../../domain/report/signal.ts';
import { problemOf } from '../../server/webError.ts';
import { inApiWords } from '../apiErrors.ts';
import type { ApiServer } from '../apiServer.ts';
import { type MorningReader, sendUndecided } from '../morningReader.ts';
import { errors, json, problemAnswer } from '../schemas/describe.ts';
import { noDecision } from '../schemas/morning.ts';
import { signal, signalBatch, signalBatchBody, signalBody } from '../schemas/signals.ts';
import { noSuchTrader } from './mornings.ts';

const read = { access: 'read', answersWith: 'json' } as const;
const tags = ['Signals'];
const refusals = {
  ...errors(404, 415),
  409: problemAnswer('The session is due, and its morning has not decided yet.', noDecision),
};

/** The decisions in the form of an earlier system, so that its clients keep working. */
export function signalRoutes(server: ApiServer, reader: MorningReader): void {
  server.post(
    '/signals/generate',
    {
      config: read,
      schema: {
        tags,
        operationId: 'generateSignal',
        summary: 'The risk signal of one trader',
        description: 'An alias of the stored decision. It computes and changes nothing.',
        body: signalBody,
        response: { 200: json('The signal.', signal), ...refusals },
      },
    },
    async (request, reply) => {
      const { trader_id: trader, signal_date: date, include_features: isWhole } = request.body;
      const found = await reader.morning(date ?? 'latest');
      if (found === null) return sendUndecided(reader, date ?? 'latest', reply);
      const { report } = found.record;
      return signalDocument(decidedFor(report, trader), report, isWhole);
    },
  );

  server.post(
    '/signals/batch',
    {
      config: read,
      schema: {
        tags,
        operationId: 'generateSignals',
        summary: 'The risk signals of several traders',
        description: 'One result for each trader, in their order. An unknown trader fails alone.',
        body: signalBatchBody,
        response: { 200: json('The signals.', signalBatch), ...refusals },
      },
    },
    async (request, reply) => {
      const { trader_ids: traders, signal_date: date, include_features: isWhole } = request.body;
      const found = await reader.morning(date ?? 'latest');
      if (found === null) return sendUndecided(reader, date ?? 'latest', reply);
      const { report } = found.record;
      return server.inTurn(request, async () => ({
        signal_date: report.sessionDate,
        results: traders.map((trader) => resultOf(trader, report, isWhole)),
      }));
    },
  );
}

interface DecidedReport {
  readonly sessionDate: string;
  readonly decisions: readonly Decision[];
}

function resultOf(trader: string, report: DecidedReport, isWhole: boolean | null | undefined) {
  try {
    const decision = decidedFor(report, trader);
    return { status: 'ok' as const, ...signalDocument(decision, report, isWhole) };
  } catch (error) {
    const { code, detail, hint } = problemOf(inApiWords(error));
    return { status: 'error' as const, trader_id: trader, error: { code, message: detail, hint } };
  }
}

function signalDocument(
  decision: Decision,
  { sessionDate, decisions }: DecidedReport,
  isWhole: boolean | null | undefined,
): z.output<typeof signal> {
  const { level, label, confidence, recommendation } = signalOf(decision, decisions);
  return {
    trader_id: decision.trader,
    signal_date: sessionDate,
    risk_level: level,
    risk_label: label,
    confidence,
    recommendation,
    features: isWhole === true ? { ...decision.indicators } : null,
  };
}

function decidedFor({ decisions, sessionDate }: DecidedReport, trader: string): Decision {
  const found = decisions.find((each) => each.trader === trader);
  if (found === undefined) throw noSuchTrader(trader, sessionDate);
  return found;
}
