import { type Override, overrideStatus } from '../../domain/limits/override.ts';
import { nameKey } from '../../domain/roster/names.ts';
import { InputError } from '../../shared/errors.ts';
import { type LimitPorts, type LimitTerms, requireTrader } from './deskLimits.ts';
import { type OverridePorts, type OverrideRequest, planOverride } from './planOverride.ts';
import { refusedOverride } from './refusedOverride.ts';

/**
 * Stores an override of the recommended limit. Above the base limit it is pending until someone with another
 * name approves it.
 * @throws InputError `unknown_trader`, `not_a_session`, or `bad_override` for sessions or a reason that are
 *   not allowed.
 */
export async function giveOverride(
  ports: OverridePorts,
  terms: LimitTerms,
  request: OverrideRequest,
): Promise<Override> {
  const planned = await planOverride(ports, terms, request);
  if ('refusal' in planned) throw refusedOverride(planned.refusal, request, terms.dueSession);
  return ports.limits.addOverride(planned.override);
}

/**
 * Approves a pending override.
 * @throws InputError `override_approval` where there is none, or where the same name gave it.
 */
export async function approveOverride(
  { limits }: LimitPorts,
  { dueSession }: LimitTerms,
  { id, by, at }: { readonly id: number; readonly by: string; readonly at: Date },
): Promise<Override> {
  const overrides = await limits.overrides();
  const pending = overrides.filter((each) => overrideStatus(each, dueSession) === 'pending');
  const override = pending.find((each) => each.id === id);
  if (override === undefined) throw notPending(id, pending);
  if (nameKey(override.by) === nameKey(by))
    throw new InputError(
      'override_approval',
      `override approve · ${by} gave override ${id} · expected someone else to approve it`,
      { hint: 'Someone with another name approves it: `npm run override -- approve ID --by NAME`.' },
    );
  await limits.approveOverride(id, by, at);
  return { ...override, approvedBy: by };
}

/**
 * Ends the overrides of a trader that are pending, in force or still to come, from the session due now on.
 * @returns the ended ones.
 * @throws InputError `unknown_trader`, or `bad_override` where there is none.
 */
export async function endOverrides(
  ports: LimitPorts,
  { dueSession }: LimitTerms,
  { trader, by, at }: { readonly trader: string; readonly by: string; readonly at: Date },
): Promise<readonly Override[]> {
  const overrides = await ports.limits.overrides();
  const open = overrides.filter(
    (each) => each.trader === trader && overrideStatus(each, dueSession) !== 'ended',
  );
  if (open.length === 0) {
    await requireTrader(ports, trader, 'override end');
    throw new InputError(
      'bad_override',
      `override end · ${trader} has no override · expected one that is pending or in force`,
      { hint: '`npm run override -- list` lists them.' },
    );
  }
  for (const { id, firstSession } of open)
    await ports.limits.endOverride(id, later(firstSession, dueSession), by, at);
  return open;
}

/**
 * Ends one override that is pending, in force or still to come, from the session due now on.
 * @throws InputError `bad_override` where there is none with this number.
 */
export async function endOverride(
  { limits }: Pick<LimitPorts, 'limits'>,
  { dueSession }: LimitTerms,
  { id, by, at }: { readonly id: number; readonly by: string; readonly at: Date },
): Promise<Override> {
  const override = (await limits.overrides()).find((each) => each.id === id);
  if (override === undefined || overrideStatus(override, dueSession) === 'ended')
    throw new InputError(
      'bad_override',
      `override end · override ${id} ${override === undefined ? 'does not exist' : 'has ended'} · expected one that is pending or in force`,
      { hint: '`npm run override -- list` lists them. Nothing was changed.' },
    );
  await limits.endOverride(id, later(override.firstSession, dueSession), by, at);
  return override;
}

function notPending(id: number, pending: readonly Override[]): InputError {
  const waiting = pending.map((each) => `${each.id} (${each.trader})`).join(', ');
  return new InputError(
    'override_approval',
    `override approve · no override ${id} is pending; ${waiting === '' ? 'none is' : `pending: ${waiting}`} · expected the number of a pending one`,
    { hint: '`npm run override -- list` lists them.' },
  );
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
