import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createLiveRedaction, withheldText } from '../../../src/engine/redact/live-redaction.ts';
import type { Pattern } from '../../../src/engine/redact/patterns.ts';
import { redactOpenText } from '../../../src/engine/redact/redactor.ts';
import type { Run, RunOutput } from '../../../src/store/nouns/run.ts';
import type { Context } from '../../context.ts';
import { Failure, usageFailure } from '../../failure.ts';
import { findByNumber } from '../../find.ts';
import { cleaner } from '../../output/cleaner.ts';
import { redacting } from '../../output/redacting.ts';

type StreamName = 'stdout' | 'stderr';
const FILES: Readonly<Record<StreamName, string>> = { stdout: 'out', stderr: 'err' };
const JSON_BYTES_MAX = 16 * 1024 * 1024;

/** Files while it runs or when it was large, the stored text otherwise. */
type Source = { kind: 'file'; path: string } | { kind: 'text'; text: string; cut: boolean };

export async function printOutput(
  context: Context,
  _options: object,
  wanted: string,
  stream = 'stdout',
): Promise<void> {
  const name = streamName(stream);
  const { runs } = context.store();
  const run = findByNumber('run', wanted, runs.get);
  const secrets = createLiveRedaction(context.store(), context.settings.runsDir, context.host.env)(run);
  if (secrets.kind === 'unknown') {
    throw new Failure('refused', 'secrets-unknown', `not shown yet: ${withheldText(secrets.names)}`);
  }
  const source = sourceOf(context, { run, output: runs.output(run.id) }, name);
  if (context.output.format === 'json') {
    await answerJson(context, run, name, source, secrets.patterns);
    return;
  }
  if (source.kind === 'text' && source.cut) context.output.remark('cut: the run printed more than is kept');
  const bytes = source.kind === 'file' ? createReadStream(source.path) : [Buffer.from(source.text)];
  const clean = redacting(secrets.patterns);
  // A terminal obeys what it is sent; a pipe gets the bytes as they were printed.
  if (context.output.width === undefined) await pipeline(bytes, clean, process.stdout, { end: false });
  else await pipeline(bytes, clean, cleaner(), process.stdout, { end: false });
}

function streamName(text: string): StreamName {
  if (text === 'stdout' || text === 'stderr') return text;
  throw usageFailure('unknown-stream', `no stream called ${text}: stdout or stderr`, { field: 'stream' });
}

function sourceOf(context: Context, found: { run: Run; output: RunOutput | undefined }, name: StreamName): Source {
  const { run, output } = found;
  const folder = output === undefined ? join(context.settings.runsDir, String(run.id)) : output.offloadedTo;
  const path = folder === undefined ? undefined : join(folder, FILES[name]);
  if (path !== undefined && existsSync(path)) return { kind: 'file', path };
  const isOut = name === 'stdout';
  return {
    kind: 'text',
    text: (isOut ? output?.stdout : output?.stderr) ?? '',
    cut: (isOut ? output?.stdoutCut : output?.stderrCut) ?? false,
  };
}

async function answerJson(
  context: Context,
  run: Run,
  name: StreamName,
  source: Source,
  patterns: readonly Pattern[],
): Promise<void> {
  const whole = source.kind === 'text' ? { text: source.text, cut: source.cut } : await readHead(source.path);
  const text = run.finishedAt === undefined ? redactOpenText(whole.text, patterns) : whole.text;
  context.output.answer({ run_id: run.id, stream: name, text, cut: whole.cut }, () => []);
}

async function readHead(path: string): Promise<{ text: string; cut: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of createReadStream(path, { end: JSON_BYTES_MAX })) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
  }
  return { text: Buffer.concat(chunks).subarray(0, JSON_BYTES_MAX).toString('utf8'), cut: size > JSON_BYTES_MAX };
}
