import type { BacktestResult } from '../../evaluation/backtestResult.ts';
import { judgedZone } from '../../evaluation/coverage.ts';
import type { DriftLook } from '../../evaluation/driftLook.ts';
import type { MonthlyReview, ScoreDrift } from '../../evaluation/reviewResult.ts';
import { shownSentence } from '../../text/outsideText.ts';
import { improvementWords } from '../../text/words.ts';
import { counted, grouped } from '../backtestWords.ts';
import { indicatorsHeadline, scoresHeadline } from '../driftWords.ts';
import type { ReviewGroup, ReviewInput } from './reviewInput.ts';

const SCORES: Readonly<Record<ScoreDrift['score'], string>> = {
  varExceptionRate: 'share of VaRs breached',
  pinballRatio: 'pinball loss over that of the plain volatility',
  regret: 'regret of the cuts',
};

/** The model in four lines: who decided, against the rules, the VaR, and drift. */
export function modelGroup({ result, review }: ReviewInput): ReviewGroup {
  return {
    id: 'model-lines',
    title: 'The model in four lines',
    facts: [
      { label: 'Decided by', text: decidedBy(result) },
      { label: 'Against the rules', text: gateWords(result) },
      { label: 'VaR 95', text: varWords(result) },
      { label: 'Change', text: changeWords(review) },
    ],
  };
}

function decidedBy({
  gate: { ridgeSessions, rulesSessions, noCutSessions, breakers },
}: BacktestResult): string {
  const broken = breakers.length === 0 ? '' : ` The circuit breaker replaced it on ${breakers.length}.`;
  const off = noCutSessions === 0 ? '' : `; cuts were switched off on ${noCutSessions}`;
  return `The model on ${counted(ridgeSessions, 'session')}, the rules on ${rulesSessions}${off}.${broken}`;
}

function gateWords({ gate: { latest } }: BacktestResult): string {
  if (latest === null) return 'Not decided yet.';
  return `${latest.inForce ? 'In force' : 'Not in force'} since ${latest.decidedFor}: ${shownSentence(latest.why)}.`;
}

function varWords({ valueAtRisk }: BacktestResult): string {
  const { exceptions, forecasts, rate } = valueAtRisk;
  if (rate === null) return 'No VaR was tested.';
  const zone = judgedZone(valueAtRisk);
  return `Breached on ${grouped(exceptions)} of ${counted(forecasts, 'trader-day')} (${improvementWords(rate)}, 5% expected); zone ${zone ?? 'not judged, too few'}.`;
}

/** Scores of the month against the months before, and the last weekly look at drift. */
function changeWords({ drift, look }: MonthlyReview): string {
  const worse = drift.filter(({ verdict }) => verdict === 'worse').map(scoreWords);
  const scores =
    worse.length === 0
      ? 'No score is worse than in the months before.'
      : `Worse than in the months before: ${worse.join('; ')}.`;
  return [scores, ...(look === null ? [] : lookWords(look))].join(' ');
}

function scoreWords({ score, month, before }: ScoreDrift): string {
  const shown = (value: number | null) => {
    if (value === null) return 'unknown';
    return score === 'varExceptionRate' ? improvementWords(value) : value.toFixed(3);
  };
  return `${SCORES[score]} ${shown(month)} after ${shown(before)}`;
}

/** What a look found; a young store has too few sessions to compare. */
function lookWords(look: DriftLook): readonly string[] {
  const { missingSessions, missingScores } = look;
  if (missingSessions > 0 && missingScores > 0) return ['Drift cannot be judged yet: too few sessions.'];
  return [indicatorsHeadline(look), scoresHeadline(look)];
}
