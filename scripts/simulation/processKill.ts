import type { MorningPorts } from '../../src/pipeline/morning.ts';

/** The error that stands for a killed process in its pipeline; not even clean-up code takes effect. */
export class ProcessKilled extends Error {}

/**
 * Wraps ports so that the process is killed at a moment such as `before runs.begin fetch` or `after
 * transport.send #2`: from then on no call reaches the store or the server.
 */
export function portsKilledAt(ports: MorningPorts, diesAt: string): MorningPorts {
  const seen = new Map<string, number>();
  let dead = false;
  const moment = (name: string) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    dead ||= (times === 1 ? name : `${name} #${times}`) === diesAt;
    if (dead) throw new ProcessKilled(diesAt);
  };
  const wrapped = <T extends object>(port: string, target: T): T =>
    new Proxy(target, {
      get:
        (object, method: string) =>
        async (...values: unknown[]) => {
          const call = object[method as keyof T] as (...values: unknown[]) => Promise<unknown>;
          const step = /^(?:begin|done)$/.test(method) ? ` ${values[1]}` : '';
          moment(`before ${port}.${method}${step}`);
          const result = await call(...values);
          moment(`after ${port}.${method}${step}`);
          return result;
        },
    });
  return {
    ...ports,
    runs: wrapped('runs', ports.runs),
    decisions: wrapped('decisions', ports.decisions),
    outbox: wrapped('outbox', ports.outbox),
    transport: wrapped('transport', ports.transport),
  };
}
