import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../scripts/simulation/fakes.ts';
import type { Stores } from '../../src/commands/world.ts';
import { createCalendar } from '../../src/domain/session/calendar.ts';
import { correctMorning } from '../../src/pipeline/daemon/correctMorning.ts';
import type { MorningRequest } from '../../src/pipeline/morning.ts';
import { reportAlerts } from '../../src/pipeline/notices/operatorAlerts.ts';
import { NEVER_STOPPED } from '../../src/pipeline/stop.ts';
import type { SealedMail } from '../../src/ports/mail.ts';
import { fakeSource, trade } from '../support/desk.ts';
import { newOverride } from '../support/limits.ts';
import { accepted, history, morningPorts, request, runOwn, storePast } from '../support/morningDesk.ts';
import { temporaryStores } from '../support/stores.ts';
import { trailOf } from '../support/trail.ts';

const calendar = createCalendar('nyse');
/** STREAK loses on the last five sessions, so the rules cut it. Three more sessions follow. */
const later = calendar.sessionsBetween('2026-03-03', '2026-03-05');
const fills = [
  ...history(),
  ...later.flatMap((session) => [...trade('STEADY', session, 120), ...trade('STREAK', session, -50)]),
];

const terms = (sessionDate: string, cutsRequireProof: boolean): Partial<MorningRequest> => ({
  sessionDate,
  begins: new Date(`${sessionDate}T10:00:00Z`),
  deadline: new Date(`${sessionDate}T14:25:00Z`),
  closesAt: new Date(`${sessionDate}T21:00:00Z`),
  lateAt: new Date(`${sessionDate}T13:30:00Z`),
  walk: { ...request.walk, cutsRequireProof },
});

async function desk() {
  const stores = await temporaryStores();
  await storePast(stores, history());
  return stores;
}

/**
 * One morning, by a process of its own. Without proof of 40 sessions, cuts that must prove themselves are
 * off.
 */
async function morning(
  stores: Stores,
  sessionDate: string,
  cutsRequireProof: boolean,
  changes: Partial<MorningRequest> = {},
) {
  const known = fills.filter((fill) => fill.sessionDate < sessionDate);
  const ports = morningPorts(
    stores,
    fakeSource(known),
    async () => accepted,
    fakeClock(`${sessionDate}T10:00:00Z`),
  );
  return runOwn(ports, { ...terms(sessionDate, cutsRequireProof), ...changes });
}

const codes = ({ alerts }: { readonly alerts: readonly { readonly code: string }[] }) =>
  alerts.map(({ code }) => code).filter((code) => /CUTS_|ENGINE_/.test(code));

/** A fill that came after the mail, and a look at the mailed morning under other settings. */
async function correctedMorning(stores: Stores, sessionDate: string, cutsRequireProof: boolean) {
  const late = trade('STEADY', calendar.previousSession(sessionDate), 1);
  const known = [...fills.filter((fill) => fill.sessionDate < sessionDate), ...late];
  const clock = fakeClock(`${sessionDate}T10:30:00Z`);
  const sent: SealedMail[] = [];
  const send = async (mail: SealedMail) => {
    sent.push(mail);
    return accepted;
  };
  const ports = morningPorts(stores, fakeSource(known), send, clock);
  const asked: MorningRequest = { ...request, ...terms(sessionDate, cutsRequireProof) };
  const times = { ...asked, remindAt: asked.deadline, close: asked.closesAt };
  const result = await correctMorning(ports, asked, times, 'America/New_York', NEVER_STOPPED);
  const { text = '' } = await simpleParser(sent[0]?.bytes ?? Buffer.alloc(0));
  return { result, text: text.replaceAll(/\s+/g, ' ') };
}

describe('mornings on which cuts are switched off and on', () => {
  it('say it in the subject of the first one only, alert the operator, and store what decided', async () => {
    const stores = await desk();
    const first = await morning(stores, '2026-03-03', false);
    expect(first.report.engine).toBe('rules');
    expect(first.report.cutSwitch).toBeUndefined();
    expect(first.mail?.subject).toMatch(/1 lower/);

    const off = await morning(stores, '2026-03-04', true);
    expect(off.report.engine).toBe('no-cut');
    expect(off.mail?.subject).toMatch(/\(1 back up\), cuts switched off$/);
    expect(off.mail?.text).toContain('The cut of Tue 3 Mar has ended: cuts are switched off');
    expect(off.mail?.text).toMatch(/cuts must prove that they save money: they would/i);
    expect(off.report.decisions.map(({ reductionPct, newLimit }) => [reductionPct, newLimit])).toEqual([
      [0, 5000],
      [0, 5000],
    ]);
    expect(codes(off.report)).toEqual(['CUTS_OFF']);
    expect(reportAlerts(off.report)).toMatchObject([{ code: 'CUTS_OFF', kind: 'cuts_switched' }]);

    const still = await morning(stores, '2026-03-05', true);
    expect(still.mail?.subject).toMatch(/no changes, no cuts$/);
    expect(still.mail?.text).toContain('Cuts are switched off.');
    expect(codes(still.report)).toEqual([]);

    const on = await morning(stores, '2026-03-06', false);
    expect(on.report.engine).toBe('rules');
    expect(on.mail?.subject).toMatch(/\(1 lower\), cuts on again$/);
    expect(codes(on.report)).toEqual(['CUTS_ON']);

    const stored = await stores.decisions.decisions('2026-03-03', '2026-03-06');
    expect(stored.map(({ sessionDate, engine }) => [sessionDate, engine])).toEqual(
      ['03', '04', '05', '06'].flatMap((day) =>
        Array(2).fill([`2026-03-${day}`, ['04', '05'].includes(day) ? 'no-cut' : 'rules']),
      ),
    );
    expect((await stores.decisions.report('2026-03-04'))?.cutSwitch).toEqual(off.report.cutSwitch);
    const decided = await trailOf(stores.database, 'decision');
    const onWednesday = decided.filter(({ body }) => body['sessionDate'] === '2026-03-04');
    expect(new Set(onWednesday.map(({ body }) => body['engine']))).toEqual(new Set(['no-cut']));
    const entries = await trailOf(stores.database, 'gate');
    const changes = entries.map(({ subject, body }) => [subject, body['from'], body['to']]);
    expect(changes).toEqual([
      ['2026-03-04', 'rules', 'no-cut'],
      ['2026-03-06', 'no-cut', 'rules'],
    ]);
  });

  it('say it again where no mail said it', async () => {
    const stores = await desk();
    await morning(stores, '2026-03-03', false);
    const known = fills.filter((fill) => fill.sessionDate < '2026-03-04');
    const refused = morningPorts(
      stores,
      fakeSource(known),
      async () => ({ outcome: 'refused', permanent: true, response: '550 no' }),
      fakeClock('2026-03-04T10:00:00Z'),
    );
    const unsent = await runOwn(refused, terms('2026-03-04', true));
    expect(unsent.mail?.subject).toMatch(/cuts switched off$/);
    const next = await morning(stores, '2026-03-05', true);
    expect(next.mail?.subject).toMatch(/cuts switched off$/);
    expect(codes(next.report)).toEqual(['CUTS_OFF']);
  });

  it('are the same for a past date', async () => {
    const stores = await desk();
    await morning(stores, '2026-03-03', false);
    const off = await morning(stores, '2026-03-04', true);
    await morning(stores, '2026-03-05', false);
    const again = await morning(stores, '2026-03-04', true, { dryRun: true });
    expect(again.report.cutSwitch).toEqual(off.report.cutSwitch);
    expect(again.mail?.subject).toBe(off.mail?.subject);
  });

  it('send what was queued before a restart, as it was decided', async () => {
    const stores = await desk();
    await morning(stores, '2026-03-03', false);
    const off = await morning(stores, '2026-03-04', true, { recipients: ['ann@desk.example'] });
    // The same session with the setting taken back: nothing is decided again.
    const after = await morning(stores, '2026-03-04', false);
    expect(after.report).toEqual(off.report);
    expect((await stores.outbox.entries('2026-03-04', 'morning')).map(({ status }) => status)).toEqual([
      'sent',
      'sent',
    ]);
  });

  it('keep an override that holds', async () => {
    const stores = await desk();
    await morning(stores, '2026-03-03', false);
    await stores.limits.addOverride(
      newOverride({
        trader: 'STEADY',
        dollars: 2_000,
        firstSession: '2026-03-04',
        lastSession: '2026-03-05',
        at: new Date('2026-03-04T09:00:00Z'),
        recommended: 5_000,
      }),
    );
    const off = await morning(stores, '2026-03-04', true);
    expect(off.report.engine).toBe('no-cut');
    expect(off.report.decisions.find(({ trader }) => trader === 'STEADY')?.newLimit).toBe(2_000);
  });

  it('are corrected with the reason, and the morning after says it no second time', async () => {
    const stores = await desk();
    await morning(stores, '2026-03-03', false);
    await morning(stores, '2026-03-04', false);
    const { result, text } = await correctedMorning(stores, '2026-03-04', true);
    expect(result).toMatchObject({ outcome: 'corrected', traders: ['STREAK'] });
    expect(text).toMatch(/Cuts are switched off now\. Cuts must prove that they save money/);
    expect((await stores.decisions.report('2026-03-04'))?.engine).toBe('no-cut');
    const next = await morning(stores, '2026-03-05', true);
    expect(next.mail?.subject).not.toMatch(/switched|again/);
    expect(codes(next.report)).toEqual([]);
  });

  it('are corrected back, with the cut that was not mailed', async () => {
    const stores = await desk();
    await morning(stores, '2026-03-03', false);
    await morning(stores, '2026-03-04', true);
    const { result, text } = await correctedMorning(stores, '2026-03-04', false);
    expect(result).toMatchObject({ outcome: 'corrected', traders: ['STREAK'] });
    expect(text).toContain('Cuts are on now; the mail had said that they are off.');
  });
});
