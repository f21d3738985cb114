import { section } from '../blocks.ts';
import type { Section } from '../document.ts';

const TERMS: readonly { readonly term: string; readonly meaning: string }[] = [
  {
    term: 'Avoided, forgone, net',
    meaning:
      'What a cut saved and what it cost, on the path of the day. The trader is stopped at the first low-water mark at or below the limit, so a day that would have recovered counts as a cost. The comparison is always the same trader stopped at the base limit. Net is avoided less forgone.',
  },
  {
    term: 'Binding day',
    meaning:
      'A trader-day on which the strategy changed the result. A day that ends at the same trade under the base limit is none.',
  },
  {
    term: '5–95%',
    meaning:
      'Bounds from a stationary bootstrap: whole sessions are drawn many times, in runs of five on average. Nine in ten of the sums lie between the bounds. A net whose bounds include $0 may be chance. A share of VaRs breached has Wilson bounds where fewer than ten were breached.',
  },
  {
    term: 'Not enough to tell',
    meaning:
      'Fewer than ten binding days, or as few of what the row counts. Do not read the figure as evidence.',
  },
  {
    term: 'In force',
    meaning: 'The engine whose proposals the mail of that session would contain.',
  },
  {
    term: 'Regret',
    meaning:
      'The best outcome over all cuts from 0 to 80%, less the outcome of the proposed cut, divided by the base limit. A loss that was not prevented has weight two, a gain forgone weight one.',
  },
  {
    term: 'Improvement I',
    meaning:
      'One less the regret of the model divided by that of the rules, over the last 120 sessions. 10% means that the regret of the model is a tenth lower.',
  },
  {
    term: 'VaR, exception',
    meaning:
      'VaR is the loss that one in twenty traded days exceeds. An exception is a day that exceeds it. Zones: green is no objection, yellow is more than expected, red is far too many.',
  },
  {
    term: 'Large loss',
    meaning: "A day worse than the 15% quantile of the trader's own active days before it.",
  },
  {
    term: 'Ordinary day',
    meaning: 'The scale of a trader: what a day usually moves, in dollars, over the last 60 active sessions.',
  },
  {
    term: 'As traded',
    meaning: 'The net P&L of the desk as it was. Limits that stopped a trader are included.',
  },
  {
    term: 'Out of sample',
    meaning: 'Every proposal came from a model that knew nothing of that session or of any later one.',
  },
];

/** Section: definitions of the terms on the page. */
export function guideSection(): Section {
  return section('guide', 'How to read this', { kind: 'definitions', terms: TERMS });
}
