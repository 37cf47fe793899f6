import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readEvidence } from '../../../src/engine/output/evidence.ts';
import { SUMMARY_BYTES_MAX } from '../../../src/engine/output/read-output.ts';
import { aDefinition, type JobWords } from '../../support/builders.ts';
import { createFolder } from './output-files.ts';

const read = (fields: JobWords, out: string | Buffer, err: string | Buffer = '') => {
  const folder = createFolder();
  writeFileSync(join(folder, 'out'), out);
  writeFileSync(join(folder, 'err'), err);
  return { folder, evidence: readEvidence(folder, aDefinition(fields)) };
};

describe('D-22 what is kept of a run’s output', () => {
  test('is all of it where it fits, and then no file is kept beside it', () => {
    expect(read({}, 'one\ntwo\n', 'oops\n').evidence).toEqual({
      stdout: 'one\ntwo\n',
      stderr: 'oops\n',
      stdoutCut: false,
      stderrCut: false,
      outBytes: 8,
      errBytes: 5,
      summary: 'two',
      errorLine: 'oops',
    });
  });

  test('with it stays when it came; where the files stay it is beside them', () => {
    const folder = createFolder();
    writeFileSync(join(folder, 'out'), 'one\ntwo\n');
    writeFileSync(join(folder, 'err'), 'oops\n');
    writeFileSync(join(folder, 'index'), '1000 out 4\n1250 err 5\n1500 out 8\nhalf a rec');
    expect(readEvidence(folder, aDefinition({}))).toMatchObject({ arrivals: '1000 out 4\n1250 err 5\n1500 out 8\n' });
    expect(readEvidence(folder, aDefinition({ output_offload_threshold_bytes: 3 }))).not.toHaveProperty('arrivals');
    expect(read({}, 'ended before anybody looked').evidence).not.toHaveProperty('arrivals');
  });

  test('is the head up to the store limit, cut between characters and marked; the files stay', () => {
    const { folder, evidence } = read({ output_store_limit_bytes: 10 }, '€€€€€');
    expect(evidence).toMatchObject({ stdout: '€€€', stdoutCut: true, outBytes: 15, offloadedTo: folder });
    expect(read({ output_store_limit_bytes: 15 }, '€€€€€').evidence).not.toHaveProperty('offloadedTo');
  });

  test('nothing is stored with a limit of 0, and everything stays in the files', () => {
    const { folder, evidence } = read({ output_store_limit_bytes: 0 }, 'a\n');
    expect(evidence).toMatchObject({ stdout: '', stdoutCut: true, summary: 'a', offloadedTo: folder });
  });

  test('above the offload threshold the files stay although all of it is stored', () => {
    const { folder, evidence } = read({ output_offload_threshold_bytes: 3 }, 'abcd');
    expect(evidence).toMatchObject({ stdout: 'abcd', stdoutCut: false, offloadedTo: folder });
    expect(read({ output_offload_threshold_bytes: 4 }, 'abcd').evidence).not.toHaveProperty('offloadedTo');
    expect(read({ output_offload_threshold_bytes: 3 }, '', 'abcd').evidence).toHaveProperty('offloadedTo');
  });

  test('of the largest limit a job can ask for all is stored', () => {
    const most = { output_store_limit_bytes: 16_777_216, output_offload_threshold_bytes: 16_777_216 };
    const { evidence } = read(most, Buffer.alloc(6 * 1024 * 1024, 'x'));
    expect(evidence.stdout).toHaveLength(6 * 1024 * 1024);
    expect(evidence.stdoutCut).toBe(false);
  });

  test('R-9 bytes that are no text are stored as their signs, within the limit, and stay in the files as they were', () => {
    const { folder, evidence } = read(
      { output_store_limit_bytes: 10 },
      Buffer.from([0x61, 0xff, 0xfe, 0x00, 0xff, 0xff]),
    );
    expect(evidence).toMatchObject({ stdout: 'a\ufffd\ufffd\0', stdoutCut: true, outBytes: 6, offloadedTo: folder });
    expect(read({}, Buffer.from([0xc3, 0x28])).evidence).toMatchObject({
      stdout: '\ufffd(',
      stdoutCut: false,
      offloadedTo: expect.anything(),
    });
  });

  test('the summary has its own limit, and one that nothing exceeds', () => {
    expect(read({ output_summary_limit_bytes: 12 }, 'a long last line\n').evidence.summary).toBe('a … (cut)');
    expect(read({ output_summary_limit_bytes: 0 }, 'line\n').evidence).not.toHaveProperty('summary');
    const { summary = '' } = read({}, 'x'.repeat(7_000)).evidence;
    expect(Buffer.byteLength(summary)).toBe(SUMMARY_BYTES_MAX);
  });

  test('D-30 a check’s verdict is read from what is stored, so of a check enough is', () => {
    const watchdog = { job_type: 'watchdog', watchdog_check_cmd: 'check.sh', output_store_limit_bytes: 0 };
    expect(read(watchdog, '{"status":"done"}').evidence.stdout).toBe('{"status":"done"}');
  });
});
