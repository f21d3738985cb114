import { join } from 'node:path';
import { createMailRenderer } from '../adapters/email/mailRenderer.ts';
import { createMailSealer } from '../adapters/email/mailSealer.ts';
import { createOutboxFiles } from '../adapters/email/outboxFiles.ts';
import { createLimitFiles } from '../adapters/files/profiles/limitFiles.ts';
import { timerRepeater } from '../adapters/schedule/timerRepeater.ts';
import { createAnswerLinks } from '../adapters/web/answers/signing/answerLinks.ts';
import { answersDueAt, sendDeadline, startOfMorning } from '../domain/session/due.ts';
import { instantOf } from '../domain/session/marketTime.ts';
import { closeOf } from '../domain/session/schedule.ts';
import type { MorningPorts, MorningRequest } from '../pipeline/morning.ts';
import { codeVersion } from './codeVersion.ts';
import { deskJobs } from './deskJobs.ts';
import type { MorningDesk } from './morningDesk.ts';
import type { MorningMail } from './noticeMail.ts';
import { walkOptions } from './walkOptions.ts';
import { deskSigningKeys } from './web/signingKeys.ts';
import { dataDirectory, rejectsOf, type World } from './world.ts';

/** The ports of a morning, for the command and for the daemon. */
export function morningPorts(world: World, desk: MorningDesk, mail: MorningMail): MorningPorts {
  const { config } = world;
  const outbox = join(dataDirectory(config), 'outbox');
  return {
    ...world,
    ...desk.stores,
    jobs: deskJobs(world, desk.stores),
    repeater: timerRepeater,
    source: desk.source,
    sourceName: desk.sourceName,
    rejectsOf: rejectsOf(config),
    renderer: createMailRenderer(),
    sealer: createMailSealer({ from: config.mail?.from ?? 'Daybreak <daybreak@localhost>' }),
    answerLinks: createAnswerLinks(config.web, deskSigningKeys(config), world.log),
    ...mail,
    outboxFiles: createOutboxFiles(outbox),
    limitFiles: createLimitFiles(outbox, world.limitsProfiles, config),
  };
}

/** The part of a morning's request that comes from the settings. The caller adds the rest. */
export function configuredRequest(
  { config, calendar }: World,
  sessionDate: string,
): Omit<
  MorningRequest,
  'dryRun' | 'force' | 'allowStale' | 'recipients' | 'owner' | 'waitsForOther' | 'retriesRefused'
> {
  return {
    sessionDate,
    deskRecipients: config.mail?.recipients ?? [],
    begins: startOfMorning(sessionDate, config.runAt, config.timezone),
    deadline: sendDeadline(sessionDate, config.sendDeadline, config.timezone),
    lateAt: instantOf(sessionDate, config.lateAt, config.timezone),
    closesAt: closeOf(sessionDate, calendar, config.timezone),
    leaseMs: config.leaseMs,
    defaultLimit: config.defaultLimit,
    maxReductionPct: config.maxReductionPct,
    limitBasis: config.limitBasis,
    limitLifetime: config.limitLifetime,
    walk: walkOptions(config),
    shadowStrategies: config.shadowStrategies,
    fillsRetentionDays: config.fillsRetentionDays,
    recorded: {
      version: codeVersion,
      opensAt: answersDueAt(sessionDate, config.sendDeadline, config.timezone),
      maxPositionPct: config.maxPositionPct,
      maxPortfolioRiskPct: config.maxPortfolioRiskPct,
    },
  };
}
