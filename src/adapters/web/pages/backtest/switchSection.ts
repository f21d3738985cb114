import {
  LEAST_EFFECTIVE_SESSIONS,
  LEAST_PROOF_SESSIONS,
  PROOF_EVERY_SESSIONS,
  PROOF_WINDOW_SESSIONS,
  tailGain,
} from '../../../../domain/engines/cutProof.ts';
import type { BacktestResult } from '../../../../domain/evaluation/backtestResult.ts';
import type { SwitchDecision } from '../../../../domain/evaluation/switchAccumulator.ts';
import { counted, grouped } from '../../../../domain/report/backtestWords.ts';
import { roughDollars, signedDollars } from '../../../../domain/text/money.ts';
import { capitalised, shownSentence } from '../../../../domain/text/outsideText.ts';
import { details, numbers, paragraph, prose, section, table, UNKNOWN, words } from '../blocks.ts';
import type { Block, Section } from '../document.ts';
import { type ChartSize, figure } from '../drawing.ts';
import { lineChart } from '../lineChart.ts';
import { axisDollars, boundsCell, shareOrUnknown, verdictCell } from './formatFigures.ts';

/**
 * Section: when no limit was cut, why, and what that saved or cost against cuts on every session; null where
 * cuts were on throughout and there is too little to judge them by.
 */
export function switchSection({ cutSwitch, strategies, period, settings }: BacktestResult): Section | null {
  const { decisions, offSessions, limitWithoutSwitch } = cutSwitch;
  if (offSessions === 0 && decisions.every(({ proof }) => proof.upperBound === null)) return null;
  const without = [strategies.limit, limitWithoutSwitch] as const;
  return section(
    'cut-switch',
    'When cuts were switched off',
    paragraph(
      `${switchRule(settings.cutsRequireProof)} They were off on ${offSessions} of ${counted(period.sessions, 'session')}.`,
    ),
    ...(offSessions === 0
      ? []
      : [
          table(
            'The cuts with the switch and without it',
            [...words('Cuts'), ...numbers('Net', '90% interval'), ...words('Verdict')],
            without.map(({ net, netInterval, verdict }, place) => [
              place === 0 ? 'switched off where they cost' : 'on every session',
              signedDollars(net),
              boundsCell(netInterval, verdict),
              verdictCell(verdict),
            ]),
          ),
        ]),
    ...switchBlocks(decisions, period.last),
  );
}

/** When cuts are off, in two sentences. */
export function switchRule(requireProof: boolean): string {
  const rule = requireProof
    ? 'Cuts are off unless the 5% bound of their net is above $0 (CUTS_REQUIRE_PROOF).'
    : 'Cuts are off where they cost money with 80% confidence and did not make the worst 5% of trader-days more than 2% milder.';
  return `Every ${PROOF_EVERY_SESSIONS} sessions the cuts that model or rules made, or would have made, are added up over the last ${PROOF_WINDOW_SESSIONS} sessions. ${rule}`;
}

/** The record of the cuts over time, and every decision. */
export function switchBlocks(decisions: readonly SwitchDecision[], last: string): readonly Block[] {
  if (decisions.length === 0) return [paragraph('Not enough to tell: nothing was added up in this period.')];
  const known = decisions.some(({ proof }) => proof.upperBound !== null);
  return [
    ...(known
      ? [switchFigure(decisions, last)]
      : [
          paragraph(
            `The record is too short: it needs ${LEAST_PROOF_SESSIONS} sessions, on ${LEAST_EFFECTIVE_SESSIONS} of which cuts changed the result.`,
          ),
        ]),
    ...offPeriods(decisions, last),
    details(`All ${counted(decisions.length, 'decision')}, with the figures`, switchTable(decisions)),
  ];
}

function switchFigure(decisions: readonly SwitchDecision[], last: string): Block {
  const ends = decisions.at(-1)?.proof.decidedFor ?? last;
  const sessions = [...decisions.map(({ proof }) => proof.decidedFor), ...(last > ends ? [last] : [])];
  const held = (of: (decision: SwitchDecision) => number | null) =>
    sessions.map((_, index) => of(decisions[Math.min(index, decisions.length - 1)]!));
  const nets = held(({ proof }) => (proof.upperBound === null ? null : proof.net));
  const bounds = held(({ proof }) => proof.upperBound);
  const off = decisions.filter(({ cutsOff }) => cutsOff !== null).length;
  const shaded = off === 0 ? 'Cuts were never off.' : 'Shaded: cuts were off.';
  return figure(
    {
      id: 'switch-chart',
      title: 'What the cuts of the last 250 sessions saved, or would have saved',
      description: `Two lines over the mornings of the decisions: the net of the cuts and its 80% bound, with a level line at $0. Cuts were off after ${off} of ${counted(decisions.length, 'decision')}.`,
      caption: `Solid: the net. Dashed: its 80% bound. ${shaded}`,
    },
    260,
    (size) => switchChart({ sessions, nets, bounds, shaded: periodsOf(decisions, sessions) }, size),
  );
}

function switchChart(
  {
    sessions,
    nets,
    bounds,
    shaded,
  }: {
    readonly sessions: readonly string[];
    readonly nets: readonly (number | null)[];
    readonly bounds: readonly (number | null)[];
    readonly shaded: readonly (readonly [string, string])[];
  },
  size: ChartSize,
): ReturnType<typeof lineChart> {
  return lineChart(
    {
      sessions,
      lines: [
        { name: 'net', values: nets, colour: 'blue', dash: 'solid', isStep: true },
        { name: '80% bound', values: bounds, colour: 'vermillion', dash: 'dashed', isStep: true },
      ],
      shaded,
      levels: [{ value: 0, name: '' }],
      format: axisDollars,
    },
    size,
  );
}

/** From each decision against cuts to the next decision. */
function periodsOf(
  decisions: readonly SwitchDecision[],
  sessions: readonly string[],
): readonly (readonly [string, string])[] {
  return decisions.flatMap(({ cutsOff, proof }, index) =>
    cutsOff === null ? [] : [[proof.decidedFor, sessions[index + 1] ?? proof.decidedFor] as const],
  );
}

/** Which sessions were off, and the reason at their beginning. */
function offPeriods(decisions: readonly SwitchDecision[], last: string): readonly Block[] {
  const begins = decisions.filter(
    ({ cutsOff }, place) => cutsOff !== null && (decisions[place - 1]?.cutsOff ?? null) === null,
  );
  if (begins.length === 0) return [];
  return [
    table(
      'Sessions without cuts',
      [...words('From', 'Until'), ...prose('Why')],
      begins.map(({ proof: { decidedFor }, cutsOff }) => [
        decidedFor,
        decisions.find(({ proof, cutsOff: off }) => off === null && proof.decidedFor > decidedFor)?.proof
          .decidedFor ?? `${last} and on`,
        capitalised(shownSentence(cutsOff ?? '')),
      ]),
    ),
  ];
}

function switchTable(decisions: readonly SwitchDecision[]): Block {
  return table(
    'Decisions on the cuts',
    [
      ...words('Morning', 'Cuts'),
      ...numbers('Net', '5% bound', '80% bound', 'Worst 5% milder by', 'Sessions', 'With an effect'),
    ],
    decisions.map(({ proof, cutsOff }) => [
      proof.decidedFor,
      cutsOff === null ? 'on' : 'off',
      signedDollars(proof.net),
      dollarsOrUnknown(proof.lowerBound),
      dollarsOrUnknown(proof.upperBound),
      shareOrUnknown(tailGain(proof)),
      grouped(proof.sessions),
      grouped(proof.effective),
    ]),
  );
}

function dollarsOrUnknown(dollars: number | null): string {
  return dollars === null ? UNKNOWN : roughDollars(dollars);
}
