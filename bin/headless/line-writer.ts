/** Where lines go; `writableLength` is what waits for a slow reader. */
export type LineStream = { write(text: string): unknown; writableLength: number };

export const WAITING_BYTES_MAX = 8 * 1024 * 1024;

/** Writes lines while the reader keeps up; beyond the limit they are dropped, and how many is said when it reads again. */
export function lineWriter(stream: LineStream, droppedLine: (count: number) => string): (line: string) => void {
  let dropped = 0;
  return (line) => {
    if (stream.writableLength > WAITING_BYTES_MAX) {
      dropped += 1;
      return;
    }
    if (dropped > 0) stream.write(`${droppedLine(dropped)}\n`);
    dropped = 0;
    stream.write(`${line}\n`);
  };
}
