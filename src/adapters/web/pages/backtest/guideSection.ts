import { section } from '../blocks.ts';
import type { Section } from '../document.ts';

const TERMS: readonly { readonly term: string; readonly meaning: string }[] = [
  {
    term: 'Avoided, forgone, net',
    meaning:
      "What a cut saved and what it cost, on the day's own path: the trader is stopped at the first low-water mark at or below the limit, so that a day that would have come back counts as a cost. Always against the same trader stopped at the base limit. Net is avoided less forgone.",
  },
  {
    term: 'Binding day',
    meaning:
      'A trader-day on which the strategy got in the way: for the limit cut, one on which the cut limit would have stopped the trader.',
  },
  {
    term: '5–95%',
    meaning:
      'Bounds from a stationary bootstrap: whole sessions are drawn again and again, in runs of five on average, and nine in ten of the sums lie between the two. A net whose bounds hold $0 may be chance. A share of VaRs breached has Wilson bounds where fewer than ten were: resamples of none hold none.',
  },
  {
    term: 'Not enough to tell',
    meaning:
      'Fewer than ten binding days, or as little of whatever the line counts. The figure is an anecdote, whatever it says.',
  },
  {
    term: 'In force',
    meaning:
      'The engine whose proposals would have gone into the email of that session: the model while the gate lets it, else the rules.',
  },
  {
    term: 'Regret',
    meaning:
      'The best outcome over all cuts from 0 to 80% less the outcome of the one proposed, over the base limit. A loss that was not prevented weighs two, a gain forgone one.',
  },
  {
    term: 'Improvement I',
    meaning:
      "One less the model's regret over the rules', over the last 120 sessions: 10% means that the model left a tenth less to regret.",
  },
  {
    term: 'VaR, exception',
    meaning:
      'The loss that a day on which the trader trades exceeds one time in twenty; a day that does so. Zones: green nothing to object to, yellow more than is comfortable, red far too many.',
  },
  {
    term: 'Large loss',
    meaning: "A day worse than the 15% quantile of the trader's own active days before it.",
  },
  {
    term: 'Ordinary day',
    meaning:
      "The trader's own scale: what a day usually moves, in dollars, over the last 60 active sessions.",
  },
  {
    term: 'As traded',
    meaning:
      "The desk's net P&L with no limit applied by us. Real limits that stopped a trader are in it already.",
  },
  {
    term: 'Out of sample',
    meaning:
      'Every proposal was made by a model, and for a session, that knew nothing of that session or of any later one.',
  },
];

/** Section: definitions of the terms on the page. */
export function guideSection(): Section {
  return section('guide', 'How to read this', { kind: 'definitions', terms: TERMS });
}
