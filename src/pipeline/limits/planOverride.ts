import type { NewOverride } from '../../domain/limits/override.ts';
import {
  isOverrideReason,
  type OverrideRefusal,
  overrideRefusal,
  precedingOverride,
} from '../../domain/limits/overrideRules.ts';
import { baseLimitOf } from '../../domain/roster/roster.ts';
import type { Calendar } from '../../domain/session/calendar.ts';
import type { PreviewedOverride } from '../../ports/deskActions.ts';
import type { DecisionStore } from '../../ports/outbox.ts';
import { type LimitPorts, type LimitTerms, readDeskLimit, requireTrader } from './deskLimits.ts';
import { requireSession } from './sessionRules.ts';

export interface OverridePorts extends LimitPorts {
  readonly calendar: Calendar;
  readonly decisions: DecisionStore;
}

export interface OverrideRequest {
  readonly trader: string;
  /** Dollars. */
  readonly dollars: number;
  readonly firstSession: string;
  readonly lastSession: string;
  /** A key of overrideReasons, as it was written. */
  readonly reason: string;
  readonly note: string | null;
  readonly by: string;
  readonly at: Date;
}

/**
 * The override that a request asks for, or the rule that it breaks. Stores nothing.
 * @throws InputError `unknown_trader`; ConfigurationError `not_a_session`.
 */
export async function planOverride(
  ports: OverridePorts,
  { dueSession, defaultLimit }: LimitTerms,
  request: OverrideRequest,
): Promise<{ readonly override: NewOverride } | { readonly refusal: OverrideRefusal }> {
  const { calendar, decisions } = ports;
  const entry = await requireTrader(ports, request.trader, 'override set');
  const { reason } = request;
  if (!isOverrideReason(reason)) return { refusal: { because: 'unknown-reason' } };
  requireSession(calendar, request.firstSession, 'override set');
  requireSession(calendar, request.lastSession, 'override set');
  const terms = { calendar, dueSession, overrides: await ports.limits.overrides() };
  const asked = { ...request, reason };
  const refusal = overrideRefusal(asked, terms);
  if (refusal !== null) return { refusal };
  const before = precedingOverride(asked, terms);
  return {
    override: {
      ...asked,
      baseLimit: baseLimitOf(entry, defaultLimit),
      recommended: await recommendedLimit(decisions, request),
      renewals: before === null ? 0 : before.renewals + 1,
    },
  };
}

/** As `planOverride`, with the limit that it replaces. */
export async function previewOverride(
  ports: OverridePorts,
  terms: LimitTerms,
  request: OverrideRequest,
): Promise<PreviewedOverride | { readonly refusal: OverrideRefusal }> {
  const planned = await planOverride(ports, terms, request);
  if ('refusal' in planned) return planned;
  const { firstSession, lastSession, trader } = request;
  return {
    ...planned,
    sessions: ports.calendar.sessionsBetween(firstSession, lastSession).length,
    inForce: (await readDeskLimit(ports, terms, trader)).inForce,
  };
}

/** Daybreak's own target of the newest morning up to the first session; null: it decided nothing. */
async function recommendedLimit(
  decisions: DecisionStore,
  { trader, firstSession }: OverrideRequest,
): Promise<number | null> {
  const session = await decisions.lastDecided(firstSession);
  const report = session === null ? null : await decisions.report(session);
  const decision = report?.decisions.find((each) => each.trader === trader);
  return decision?.limit?.recommendedLimit ?? decision?.newLimit ?? null;
}
