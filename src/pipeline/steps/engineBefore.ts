import type { EngineName } from '../../domain/engines/proposal.ts';
import type { DecisionStore } from '../../ports/outbox.ts';

/** The engine that spoke on the last morning decided for, through a session; null where there was none. */
export async function readEngineBefore(
  { decisions }: { readonly decisions: DecisionStore },
  through: string,
): Promise<EngineName | null> {
  const last = await decisions.lastDecided(through);
  return last === null ? null : ((await decisions.report(last))?.engine ?? null);
}
