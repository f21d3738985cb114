/** What a test file can change of its process, and what the next file in the same process would then find. */
export function processState() {
  return {
    folder: process.cwd(),
    umask: process.umask(),
    environment: { ...process.env },
    exitCode: process.exitCode,
    zoneOffsetMinutes: new Date(2026, 0, 15).getTimezoneOffset(),
    listeners: SIGNALS.map((signal) => process.listenerCount(signal)),
    clock: { Date: globalThis.Date, now: Date.now, setTimeout, setInterval, setImmediate },
    output: { out: process.stdout.write, error: process.stderr.write },
    others: { fetch, random: Math.random, exit: process.exit, kill: process.kill },
    globals: Object.getOwnPropertyNames(globalThis).filter((name) => !name.startsWith('__')),
    prototypes: [Object, Array, String].map((type) => Reflect.ownKeys(type.prototype)),
  };
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
