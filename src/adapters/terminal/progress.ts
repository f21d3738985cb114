import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from '../../ports/runtime.ts';

/** A progress bar on standard error; shows nothing when standard error is not a terminal. */
export function createProgress(): Progress {
  let bar: SingleBar | null = null;
  return {
    start(label, total) {
      bar?.stop();
      const scale = total === null ? '{value} rows' : '{bar} {value}/{total}';
      bar = new SingleBar(
        {
          format: `${label} ${scale} · {duration_formatted}`,
          stream: process.stderr,
          clearOnComplete: true,
          hideCursor: true,
        },
        Presets.shades_classic,
      );
      bar.start(total ?? Number.MAX_SAFE_INTEGER, 0);
    },
    advance: (by) => bar?.increment(by),
    finish() {
      bar?.stop();
      bar = null;
    },
  };
}
