import { describe, expect, test } from 'vitest';
import type { Detail } from '../../../src/store/snapshot/detail.ts';
import { drawDetail } from '../../../src/ui/detail/detail-panel.ts';
import { plainOf } from '../../../src/ui/layout/line.ts';
import { FRESH_LOOKING, type Looking } from '../../../src/ui/output/looking.ts';
import type { OutputPage } from '../../../src/ui/output/output-port.ts';
import type { DetailData, PanelId } from '../../../src/ui/state/view.ts';
import { backupDetail } from '../scenes/backup.ts';
import { aScene, aView, DATA } from '../scenes.ts';

const ofJob: Detail = { kind: 'job', job: backupDetail.job };
const page: OutputPage = {
  lines: [{ stream: 'err', start: 0, end: 5, bytes: 4, text: 'oops' }],
  ...{ isAtStart: true, isAtEnd: true, from: 'files', sizes: { out: 0, err: 5 }, totalBytes: 5, totalLines: 1 },
};

describe('the title of what is alone on the screen is its path', () => {
  const zoomed = (data: DetailData, panel: PanelId, looking: Partial<Looking> = {}, columns = 120): string => {
    const view = { ...aView(columns, 40, panel), zoom: true, focus: 'detail' as const };
    const runId = data.detail.kind === 'run' ? data.detail.run.id : undefined;
    const of = runId === undefined ? {} : { runId };
    const scene = aScene({ ...view, looking: { ...FRESH_LOOKING, ...of, ...looking } }, { ...DATA, detail: data });
    return plainOf(drawDetail(scene, 'rule', columns, 20)[0] ?? []);
  };
  const ofRun = { target: { kind: 'run' as const, runId: 8811 }, detail: backupDetail, page };

  test('a run, its one stream, another run in its place', () => {
    expect(zoomed(ofRun, 'runs')).toMatch(/^━ Runs › backup-pg › 8811 ━ \[Output\]/);
    const ofErr = zoomed(ofRun, 'runs', { streams: 'err' });
    expect(ofErr).toMatch(/^━ Runs › backup-pg › 8811 › stderr ━ \[Output\]/);
    expect(ofErr.match(/stderr/g)).toHaveLength(1);
    expect(zoomed(ofRun, 'runs', { instead: 8815 })).toMatch(/^━ Runs › backup-pg › 8815 ━/);
    expect(zoomed(ofRun, 'runs', { streams: 'err' }, 80)).toMatch(/^━ ….* › 8811 › stderr ━ \[Output\]/);
  });

  test('there is room for what is followed and what is new, also at 80 columns', () => {
    const past = (paused: Looking['paused'], more: Partial<Looking> = {}) => {
      const run = { ...page, totalBytes: 9_000_000, totalLines: 64_000 };
      return zoomed({ ...ofRun, page: run }, 'runs', { ...(paused === undefined ? {} : { paused }), ...more }, 80);
    };
    const cursor = { stream: 'err', start: 0, part: 0 } as const;
    expect(past(undefined)).toMatch(/ backup-pg › 8811 ━ .*━ following ━$/);
    expect(past({ cursor, row: 0, seen: { lines: 52_000, bytes: 5 } })).toMatch(/ › 8811 ━ .*━ paused \+12k ━$/);
    expect(past({ cursor, row: 0, seen: { bytes: 5 } })).toMatch(/ › 8811 ━ .*━ paused \+8.9 MB ━$/);
    expect(past({ cursor, row: 0, seen: { lines: 64_000, bytes: 9_000_000 } })).toMatch(/━ paused ━$/);
    expect(past(undefined, { search: 'a rather long pattern' })).toMatch(/━ counting ━$/);
  });

  test('a job by the list it was found in, and its last run where that shows', () => {
    const data = { target: { kind: 'job' as const, jobId: backupDetail.job.id }, detail: ofJob, page };
    expect(zoomed(data, 'due')).toMatch(/^━ Due › backup-pg ━/);
    expect(zoomed(data, 'jobs')).toMatch(/^━ Jobs › backup-pg ━/);
  });
});
