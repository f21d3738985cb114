import type { SessionForecast } from '../../src/domain/engines/model/sessionForecast.ts';
import {
  forecastSession,
  type LearnPorts,
  type LearnRequest,
  learnThrough,
} from '../../src/pipeline/learn.ts';

/** Learns, then forecasts one morning. Returns null for a desk without any session. */
export async function learnAndForecast(
  ports: LearnPorts,
  request: LearnRequest,
): Promise<SessionForecast | null> {
  const learned = await learnThrough(ports, request);
  if (learned === null) return null;
  const members = learned.history.members(ports.calendar.previousSession(request.sessionDate));
  return forecastSession(ports, learned.walk, request.sessionDate, members);
}
