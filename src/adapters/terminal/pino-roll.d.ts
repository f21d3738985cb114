/** What we use of pino-roll, which brings no types: a stream into a file that changes with the day and with its size. */
declare module 'pino-roll' {
  interface RollingOptions {
    readonly file: string;
    readonly extension: string;
    readonly frequency: 'daily';
    readonly dateFormat: string;
    readonly size: string;
    readonly sync: boolean;
  }

  interface RollingFile {
    write(line: string): boolean;
    end(): void;
    on(event: 'error', hear: (error: Error) => void): this;
    once(event: 'close', hear: () => void): this;
  }

  function rolling(options: RollingOptions): Promise<RollingFile>;
  export = rolling;
}
