import type { World } from './world.ts';

/** Result of one check. green: good. yellow: works, but the operator should know. red: must be fixed. */
export interface CheckResult {
  readonly status: 'green' | 'yellow' | 'red';
  readonly found: string;
  /** What to do; empty if green. */
  readonly todo: string;
}

export type Check = (world: World) => Promise<CheckResult>;

export function green(found: string): CheckResult {
  return { status: 'green', found, todo: '' };
}

export function note(found: string, todo: string): CheckResult {
  return { status: 'yellow', found, todo };
}

export function red(found: string, todo: string): CheckResult {
  return { status: 'red', found, todo };
}
