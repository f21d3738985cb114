/** The first signal is ours; from then on the next one has its usual effect, which is to end the process at once. */
export function firstSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const hear = (signal: NodeJS.Signals) => {
      process.off('SIGTERM', hear);
      process.off('SIGINT', hear);
      resolve(signal);
    };
    process.on('SIGTERM', hear);
    process.on('SIGINT', hear);
  });
}
