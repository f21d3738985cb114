import { appendixGroup } from './appendixGroup.ts';
import { dataGroup } from './dataGroup.ts';
import { mailedGroup } from './mailedGroup.ts';
import { modelGroup } from './modelGroup.ts';
import { overridesGroup } from './overridesGroup.ts';
import type { ReviewGroup, ReviewInput } from './reviewInput.ts';
import { tailGroup } from './tailGroup.ts';
import { tradersGroup } from './tradersGroup.ts';

/** A group returns null where it has nothing to say. */
const GROUPS: readonly ((input: ReviewInput) => ReviewGroup | null)[] = [
  mailedGroup,
  tailGroup,
  tradersGroup,
  overridesGroup,
  dataGroup,
  modelGroup,
  appendixGroup,
];

/** The review on one page, in the order in which a head of risk asks. */
export function reviewGroups(input: ReviewInput): readonly ReviewGroup[] {
  return GROUPS.flatMap((group) => group(input) ?? []);
}
