import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { PURPOSE } from '../../../../domain/compliance/complianceReport.ts';
import { isIsoDate } from '../../../../domain/session/isoDate.ts';
import { marketDate } from '../../../../domain/session/marketTime.ts';
import { InputError } from '../../../../shared/errors.ts';
import { complianceSections } from '../../pages/compliancePage.ts';
import type { Section } from '../../pages/document.ts';
import type { WebPorts } from '../../server/webPorts.ts';
import { sendScreen } from '../frame/sendScreen.ts';

const date = z
  .string()
  .refine((text) => text === '' || isIsoDate(text))
  .catch('')
  .default('');
const range = z.object({ from: date, to: date });

interface ComplianceView {
  readonly purpose: string;
  readonly from: string;
  readonly to: string;
  readonly problem: string;
  readonly sections: readonly Section[];
}

/** `/compliance?from&to`: the compliance report of a period. Without both dates, only the form. */
export function complianceRoutes(server: FastifyInstance, ports: WebPorts): void {
  const { compliance, calendar, clock, timezone } = ports;

  async function viewOf(from: string, to: string): Promise<ComplianceView> {
    const asked = { purpose: PURPOSE, from, to, problem: '', sections: [] };
    if (from > to) return { ...asked, problem: `${from} is after ${to}: exchange the two.` };
    try {
      return { ...asked, sections: complianceSections(await compliance.report({ from, to })) };
    } catch (error) {
      // The form stays, so that the reader can choose another period.
      if (error instanceof InputError && error.code === 'no_compliance')
        return { ...asked, problem: `The trail has no decision of this period. ${error.hint}` };
      throw error;
    }
  }

  /** The month so far: its first day and the session before today. */
  function suggested(): ComplianceView {
    const to = calendar.previousSession(marketDate(clock.now(), timezone));
    return { purpose: PURPOSE, from: `${to.slice(0, 7)}-01`, to, problem: '', sections: [] };
  }

  server.get('/compliance', { config: { access: 'read', answersWith: 'page' } }, async (request, reply) => {
    const { from, to } = range.parse(request.query);
    return sendScreen(ports, request, reply, {
      template: 'compliance',
      title: 'Compliance',
      current: 'history',
      view: from === '' || to === '' ? suggested() : await server.inTurn(request, () => viewOf(from, to)),
    });
  });
}
