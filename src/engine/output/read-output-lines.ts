import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { outputBytes } from '../ports/processes/run-folder.ts';
import { createLineAssembler } from './line-assembler.ts';
import { readSteps, type Step, type Stream } from './output-index.ts';

export type OutputLine = { at?: number; stream: Stream; text: string };

/** `truncated`: there is more, after the last line when read from a line, before the first when read from the end. */
export type OutputLines = { lines: OutputLine[]; totalBytes: number; truncated: boolean };

export type LinesWanted = ({ fromLine: number } | { tail: number }) & { maxLines?: number; maxBytes?: number };

export const OUTPUT_LINES_MAX = 10_000;
export const OUTPUT_LINES_BYTES_MAX = 1024 * 1024;

/** To find a line from the start, this much output is counted through; a line beyond is out of reach. */
export const OUTPUT_SCAN_BYTES_MAX = 256 * 1024 * 1024;

/**
 * Out and err as one, in the order in which the tailer saw them. A line stands where its end came, or where its file ends;
 * its instant is that of the look that saw its end, and is missing where nobody looked.
 */
export const readOutputLines = async (folder: string, wanted: LinesWanted): Promise<OutputLines> => {
  const maxLines = Math.min(wanted.maxLines ?? OUTPUT_LINES_MAX, OUTPUT_LINES_MAX);
  const maxBytes = Math.min(wanted.maxBytes ?? OUTPUT_LINES_BYTES_MAX, OUTPUT_LINES_BYTES_MAX);
  const sizes = outputBytes(folder);
  const totalBytes = sizes.out + sizes.err;
  const steps = await readSteps(folder, sizes);
  const files = await openStreams(folder);
  try {
    const found =
      'tail' in wanted
        ? await readLast(files, steps, Math.min(wanted.tail, maxLines), maxBytes)
        : await readFrom(files, steps, wanted.fromLine, maxLines, maxBytes);
    return { ...found, totalBytes };
  } finally {
    await files.close();
  }
};

type Found = Pick<OutputLines, 'lines' | 'truncated'>;

const readFrom = async (
  files: Streams,
  steps: readonly Step[],
  fromLine: number,
  maxLines: number,
  maxBytes: number,
): Promise<Found> => {
  const lines: OutputLine[] = [];
  let number = 0;
  let leftBytes = maxBytes;
  let truncated = false;
  const assembler = createLineAssembler(['out', 'err'], (at, stream, decode) => {
    number += 1;
    if (truncated || number <= fromLine) return;
    const text = lines.length < maxLines ? decode() : '';
    leftBytes -= Buffer.byteLength(text);
    truncated = lines.length >= maxLines || (leftBytes < 0 && lines.length > 0);
    if (!truncated) lines.push(lineOf(at, stream, text));
  });
  let scannedBytes = 0;
  for (const step of steps) {
    for (let start = step.start; start < step.end && !truncated; ) {
      const chunk = await files.read(step.stream, start, step.end);
      if (chunk.length === 0) break;
      assembler.feed(step, chunk);
      start += chunk.length;
      scannedBytes += chunk.length;
      if (scannedBytes >= OUTPUT_SCAN_BYTES_MAX) truncated = true;
    }
  }
  if (!truncated) assembler.flush();
  return { lines, truncated };
};

const readLast = async (files: Streams, steps: readonly Step[], count: number, maxBytes: number): Promise<Found> => {
  const tail = lastSteps(steps, maxBytes);
  const cutOpen: Stream[] = [];
  for (const stream of STREAMS) {
    const start = tail.find((step) => step.stream === stream)?.start ?? 0;
    if (start > 0 && !(await files.endsLine(stream, start))) cutOpen.push(stream);
  }
  const lines: OutputLine[] = [];
  let truncated = tail.length > 0 && (cutOpen.length > 0 || tail[0] !== steps[0]);
  const whole = STREAMS.filter((stream) => !cutOpen.includes(stream));
  const assembler = createLineAssembler(whole, (at, stream, decode) => {
    lines.push(lineOf(at, stream, decode()));
    if (lines.length <= count * 2) return;
    lines.splice(0, lines.length - count);
    truncated = true;
  });
  for (const step of tail) {
    for (let start = step.start; start < step.end; ) {
      const chunk = await files.read(step.stream, start, step.end);
      if (chunk.length === 0) break;
      assembler.feed(step, chunk);
      start += chunk.length;
    }
  }
  assembler.flush();
  const kept = count === 0 ? [] : lines.slice(-count);
  return { lines: kept, truncated: truncated || kept.length < lines.length };
};

/** The last steps that hold so many bytes together; the first of them may be a part of one. */
const lastSteps = (steps: readonly Step[], maxBytes: number): Step[] => {
  const taken: Step[] = [];
  let leftBytes = maxBytes;
  for (let index = steps.length - 1; index >= 0 && leftBytes > 0; index -= 1) {
    const step = steps[index] as Step;
    const start = Math.max(step.start, step.end - leftBytes);
    leftBytes -= step.end - start;
    taken.push(start === step.start ? step : { ...step, start });
  }
  return taken.reverse();
};

const lineOf = (at: number | undefined, stream: Stream, text: string): OutputLine =>
  at === undefined ? { stream, text } : { at, stream, text };

const STREAMS: readonly Stream[] = ['out', 'err'];
const NEWLINE = 10;

/** Small enough for its lines to be made within a frame, and large enough to serve many small steps with one read. */
const CHUNK_BYTES = 64 * 1024;

type Streams = {
  /** Some bytes from start, none of them behind end; empty where the file has become shorter. */
  read(stream: Stream, start: number, end: number): Promise<Buffer>;
  endsLine(stream: Stream, offset: number): Promise<boolean>;
  close(): Promise<void>;
};

const openStreams = async (folder: string): Promise<Streams> => {
  const files = { out: await openOrNothing(join(folder, 'out')), err: await openOrNothing(join(folder, 'err')) };
  const held = { out: { start: 0, bytes: Buffer.alloc(0) }, err: { start: 0, bytes: Buffer.alloc(0) } };
  const read = async (stream: Stream, start: number, end: number): Promise<Buffer> => {
    const { start: heldFrom, bytes } = held[stream];
    if (start >= heldFrom && start < heldFrom + bytes.length) return bytes.subarray(start - heldFrom, end - heldFrom);
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    const bytesRead = (await files[stream]?.read(buffer, 0, CHUNK_BYTES, start))?.bytesRead ?? 0;
    held[stream] = { start, bytes: buffer.subarray(0, bytesRead) };
    return held[stream].bytes.subarray(0, end - start);
  };
  return {
    read,
    endsLine: async (stream, offset) => (await read(stream, offset - 1, offset))[0] === NEWLINE,
    close: async () => {
      await files.out?.close();
      await files.err?.close();
    },
  };
};

const openOrNothing = async (path: string): Promise<FileHandle | undefined> => {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};
