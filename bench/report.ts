/** One line of the table that `npm run bench` prints. */
export type Figure = {
  bench: string;
  what: string;
  value: string;
  /** The lowest and the highest of all rounds, or what else tells how far to trust the value. */
  spread: string;
  /** What we want it to be, and the measured as a part of it; absent where there is no aim. */
  aim?: { text: string; met: boolean; ratio?: number };
};

/** Figures go to the parent process, one JSON line each. */
export function report(figure: Figure): void {
  process.stdout.write(`${JSON.stringify(figure)}\n`);
}

export const ms = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
export const range = (min: string, max: string): string => `${min} … ${max}`;
export const bytes = (value: number): string => `${Math.round(value).toLocaleString('en')} B`;
export const kilobytes = (value: number): string => `${(value / 1_024).toFixed(0)} MiB`;
export const megabytes = (value: number): string => `${value.toFixed(1)} MiB`;

export const aimAtMost = (value: number, aim: number, write: (value: number) => string): Figure['aim'] => ({
  text: write(aim),
  met: value <= aim,
  ratio: value / aim,
});
