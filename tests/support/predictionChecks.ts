import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Debian's own Python, which has the packages; the one first on the path may not. */
export const PYTHON = '/usr/bin/python3';

/** Runs the program for each folder that it reads as its own process would; answers with a line of JSON. */
const RUNS = `
import contextlib, io, json, runpy, sys, traceback
for line in sys.stdin:
    sys.argv = ["scripts/check_predictions.py", line.rstrip("\\n")]
    status, output = 0, io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try:
            runpy.run_path(sys.argv[0], run_name="__main__")
        except SystemExit as end:
            status = end.code or 0
        except Exception:
            status = 1
            traceback.print_exc()
    print(json.dumps({"status": status, "output": output.getvalue()}), flush=True)
`;

export interface PredictionCheck {
  /** With which the program would have ended. */
  readonly status: number;
  readonly output: string;
}

/** Whether pandas and scikit-learn are installed. To import them takes seconds. */
export function hasPandas(): boolean {
  const found = 'from importlib.util import find_spec as f; exit(not (f("pandas") and f("sklearn")))';
  return spawnSync(PYTHON, ['-c', found]).status === 0;
}

/** Checks folders with scripts/check_predictions.py in one process of Python, which imports pandas once. */
export class PredictionChecks {
  readonly #python = spawn(PYTHON, ['-c', RUNS], { stdio: ['pipe', 'pipe', 'inherit'] });
  readonly #answers = createInterface({ input: this.#python.stdout })[Symbol.asyncIterator]();

  /** @throws Error where Python ended without an answer */
  async check(folder: string): Promise<PredictionCheck> {
    this.#python.stdin.write(`${folder}\n`);
    const { value, done } = await this.#answers.next();
    if (done === true) throw new Error(`Python ended while it checked ${folder}`);
    return JSON.parse(value) as PredictionCheck;
  }

  /** Python ends with its input. */
  close(): void {
    this.#python.stdin.end();
  }
}
