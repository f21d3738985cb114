/** A selector of an expression: a metric, and the labels that the expression matches on. */
export interface Selector {
  readonly metric: string;
  readonly labels: readonly string[];
}

const WORDS = new Set(
  'sum min max avg count by without on ignoring group_left group_right and or unless bool time absent changes rate increase label_values offset'.split(
    ' ',
  ),
);

/**
 * The selectors of a PromQL expression, and the labels it groups or matches by. It reads the expressions of
 * docs/monitoring only; promtool, where it is installed, parses them fully.
 */
export function selectorsOf(expression: string): {
  readonly selectors: readonly Selector[];
  readonly groupedBy: readonly string[];
} {
  const groupedBy: string[] = [];
  const plain = expression.replaceAll(/\b(?:by|without|on|ignoring)\s*\(([^)]*)\)/g, (_, names: string) => {
    groupedBy.push(...names.split(',').map((name) => name.trim()));
    return ' ';
  });
  const selectors = [...plain.matchAll(/(?<![\w"$.])([a-zA-Z_:][\w:]*)(\{[^}]*\})?/g)]
    .filter(([, name = '']) => !WORDS.has(name))
    .filter(({ index }) => !isInside(plain, index))
    .map(([, metric = '', matchers = '']) => ({
      metric,
      labels: [...matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map((match) => match[1] ?? ''),
    }));
  return { selectors, groupedBy };
}

/** Whether a place is inside braces or brackets: names there are labels, values or durations. */
function isInside(text: string, at: number): boolean {
  const before = text.slice(0, at);
  return ['{}', '[]'].some(
    ([open = '', close = '']) => before.split(open).length > before.split(close).length,
  );
}
