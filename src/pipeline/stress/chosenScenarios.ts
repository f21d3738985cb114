import { SCENARIOS, type Scenario } from '../../domain/risk/stress/scenario.ts';
import { didYouMean } from '../../domain/text/closest.ts';
import { InputError } from '../../shared/errors.ts';

/**
 * The shipped scenarios and the desk's own, or the one with a name.
 * @param where the option or route, for the message.
 * @throws InputError `unknown_scenario`, with the names that exist.
 */
export function chosenScenarios(
  own: readonly Scenario[],
  name: string | null,
  where: string,
): readonly Scenario[] {
  const all = [...SCENARIOS, ...own];
  if (name === null) return all;
  const chosen = all.filter((scenario) => scenario.name === name);
  if (chosen.length > 0) return chosen;
  const names = all.map((scenario) => scenario.name);
  throw new InputError(
    'unknown_scenario',
    `${where} · found ${JSON.stringify(name)}${didYouMean(name, names)} · expected ${names.join(', ')}`,
    { hint: 'Add scenarios of your own with a JSON file: docs/stress.md.' },
  );
}
