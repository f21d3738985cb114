import { count } from '../text/words.ts';
import type { LedgerFill } from './fill.ts';
import type { LedgerFinding } from './finding.ts';
import type { Position } from './position.ts';
import { splitFinding } from './splitFinding.ts';
import { type Unexplained, unexplained } from './unexplained.ts';

/** With more findings of one code in an account, one finding names the first symbol and counts the others. */
const MOST_SYMBOLS = 10;

/**
 * What the ledger booked on an assumption or set aside, by code, account, currency and symbol.
 *
 * @param toExplain the fills, in time order, of each position in which another order of the fills may explain
 *   what its closing fills opened.
 */
export function dayFindings(
  positions: readonly Position[],
  baseCurrency: string,
  toExplain: ReadonlyMap<Position, readonly LedgerFill[]>,
): readonly LedgerFinding[] {
  const findings: LedgerFinding[] = [];
  for (const position of positions) {
    const { contract } = position.value;
    if (position.isSetAside) findings.push(...setAside(position));
    else if (position.fills > 0 && contract.isAssumed) findings.push(assumed(position));
    if (position.currency !== '' && !position.isSetAside) findings.push(converted(position, baseCurrency));
    const split = splitFinding(position);
    if (split !== null) findings.push(split);
    if (position.openedByClosing !== null)
      findings.push(...notExplained(position, position.openedByClosing, toExplain.get(position)));
  }
  return findings.length < 2 ? findings : combined(findings);
}

function setAside(position: Position): readonly LedgerFinding[] {
  const { contract, knownRate } = position.value;
  const what = position.fills > 0 ? count(position.fills, 'fill') : 'a position';
  const findings: LedgerFinding[] = [];
  if (contract.multiplier === null)
    findings.push(
      finding(position, 'multiplier_unknown', 'doubt', `${what} set aside: ${unknownWords(position)}`),
    );
  if (knownRate === null)
    findings.push(
      finding(
        position,
        'currency_without_rate',
        'doubt',
        `${what} set aside: no rate of ${position.currency} is known for this session`,
      ),
    );
  return findings;
}

function unknownWords({ symbol, value }: Position): string {
  if (value.contract.kind === 'future') return 'a future without a multiplier';
  if (value.contract.kind === 'share')
    return `a rule for a future matches ${symbol}, which looks like a share`;
  return 'it looks like an option in an unknown notation, without a multiplier';
}

function assumed(position: Position): LedgerFinding {
  return finding(
    position,
    'multiplier_assumed',
    'note',
    `an option counts ${position.value.contract.multiplier}`,
  );
}

function converted(position: Position, baseCurrency: string): LedgerFinding {
  const { currency, value, fills } = position;
  const what = fills > 0 ? count(fills, 'fill') : 'a position';
  return finding(
    position,
    'currency_converted',
    'note',
    `${what} in ${currency} at ${value.rate} ${baseCurrency}`,
  );
}

function notExplained(
  position: Position,
  booked: Unexplained,
  fills: readonly LedgerFill[] | undefined,
): readonly LedgerFinding[] {
  const carried = position.carriedLots.reduce((sum, lot) => sum + lot.quantity, 0);
  const found = fills === undefined ? booked : unexplained(carried, fills);
  if (found.sold === 0 && found.covered === 0) return [];
  const weight = found.covered > 0 ? 'doubt' : 'onShortSides';
  const text = unexplainedWords(carried, found);
  return [{ ...finding(position, 'position_not_explained', weight, text), fills: found.fills }];
}

function unexplainedWords(carried: number, { sold, covered }: Unexplained): string {
  const parts = [
    sold > 0 ? `sold ${quantityWords(sold)} ${carried > 0 ? 'more than was held' : 'with nothing held'}` : '',
    covered > 0
      ? `bought ${quantityWords(covered)} to cover ${carried < 0 ? 'more than was short' : 'with nothing short'}`
      : '',
  ];
  return parts.filter((part) => part !== '').join(', and ');
}

/** Up to 8 decimals, as quantities are stored. A formatter of numbers would take longer than the ledger. */
function quantityWords(quantity: number): string {
  return String(Math.round(quantity * 1e8) / 1e8);
}

function finding(
  { account, symbol, currency, fills }: Position,
  code: LedgerFinding['code'],
  weight: LedgerFinding['weight'],
  text: string,
): LedgerFinding {
  return { code, account, symbol, currency, weight, fills, text };
}

/** One finding a code and account where there are many: a desk of options would store hundreds a day. */
function combined(findings: readonly LedgerFinding[]): readonly LedgerFinding[] {
  const groups = new Map<string, LedgerFinding[]>();
  for (const each of findings) {
    const key = `${each.code}\n${each.account}\n${each.currency}\n${each.weight}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(each);
  }
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group;
    const most = isRoutine(first) ? 1 : MOST_SYMBOLS;
    if (first === undefined || group.length <= most) return group;
    const fills = group.reduce((sum, each) => sum + each.fills, 0);
    return [{ ...first, fills, text: `${first.text}; so in ${count(others.length, 'more symbol')}` }];
  });
}

/** Findings that a desk has each day, and that only state how fills count. */
function isRoutine(first: LedgerFinding | undefined): boolean {
  return first?.code === 'multiplier_assumed' || first?.code === 'currency_converted';
}
