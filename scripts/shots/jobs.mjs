// The jobs of the machine in the pictures: name, schedule, command, then what makes each special.

const job = (name, cron, command, more = {}) => ({
  ...{ name, schedule_cron: cron, session_target: 'shell', payload_message: command, schedule_tz: 'UTC' },
  ...{ delivery_mode: 'none', delivery_opt_out_reason: 'a picture' },
  ...more,
});
const after = (name, parent, command, more) => {
  const { schedule_cron: _, schedule_tz: __, ...rest } = job(name, '', command);
  return { ...rest, parent, trigger_on: 'success', approval_required: true, ...more };
};
const asks = { approval_required: true, approval_scope: 'all' };

/** `last` are its last ten results, `usual` its usual time in seconds, `said` the last line that a good run of it prints. */
export const JOBS = [
  {
    ...job('backup-pg', '30 2 * * *', 'bin/backup-pg --all --to /backup/pg', {
      resource_pool: 'io',
      run_timeout_ms: 1_800_000,
    }),
    last: 'kkkkkkkksk',
    usual: 340,
  },
  {
    ...job('etl-orders', '*/15 * * * *', 'bin/etl-orders --since last --batch 12411'),
    last: 'kkkkkkkkkk',
    usual: 150,
    said: '12,411 rows',
  },
  { ...job('thumb-rebuild', '*/10 * * * *', 'true', { resource_pool: 'io' }), last: 'kkkkkkkkkk', usual: 31 },
  {
    ...job('cache-warm', '*/5 * * * *', 'sleep 3; echo 4,120 pages'),
    last: 'kkkkkkkkkk',
    usual: 18,
    said: '4,120 pages',
  },
  { ...job('queue-depth', '*/5 * * * *', 'sleep 1; echo depth 12'), last: 'kkkkkkkkkk', usual: 1, said: 'depth 12' },
  { ...job('report-daily', '35 14 * * *', 'echo sent'), last: 'kkskkkkkkk', usual: 110, said: 'sent to 14' },
  { ...job('sync-s3', '0 * * * *', 'exit 255'), last: 'kkkkkkkeee', usual: 3, said: 'connect to 10.0.9.3: timed out' },
  { ...job('db-vacuum', '0 15 * * *', 'true'), last: 'kkkkkkkkkk', usual: 580 },
  { ...job('metrics-roll', '0 * * * *', 'true'), last: 'kkkkkkkkkk', usual: 6 },
  { ...job('disk-check', '*/10 * * * *', 'sleep 1; echo 71 % full'), last: 'kkkkkkkkkk', usual: 1, said: '71 % full' },
  { ...job('invoice-run', '30 18 * * *', 'true'), last: 'kkkkkkktkk', usual: 730 },
  { ...job('log-rotate', '0 0 * * *', 'true'), last: 'kkkkkkkkkk', usual: 4 },
  { ...job('etl-nightly', '0 2 * * *', 'true'), last: 'kkkkkkkkkk', usual: 2_460, said: '1,204,330 rows' },
  { ...job('backup-files', '0 3 * * *', 'true'), last: 'kkkkkkkkkk', usual: 4_320, said: '41 GB in 18,204 files' },
  { ...job('cleanup-tmp', '15 */6 * * *', 'true'), last: 'kkkkkkkkkk', usual: 2, said: '214 files' },
  { ...job('briefing', '30 6 * * 1-5', 'true'), last: 'kkkkkkkkkk', usual: 91 },
  { ...job('report-week', '0 6 * * 1', 'true'), last: 'kkkkkkkkkk', usual: 200 },
  { ...job('seo-audit', '0 4 1 * *', 'true'), last: 'kkkkkekkkk', usual: 1_080 },
  {
    ...job('db-prune-plan', '0 1 * * *', 'sleep 2; echo 41,208 rows in 2 tables would be deleted'),
    ...{ last: 'kkkkkkkkkk', usual: 114, said: '40,950 rows in 2 tables would be deleted' },
  },
  {
    ...job('build-web', '0 9 * * 1', 'sleep 2; echo image web:v2.41.0 pushed, 214 tests passed'),
    ...{ last: 'kkkkkkkkkk', usual: 210, said: 'image web:v2.40.3 pushed, 214 tests passed' },
  },
  {
    ...job('cert-check', '0 17 * * *', 'sleep 1; echo 2 certificates expire within 30 days'),
    ...{ last: 'kkkkkkkkkk', usual: 2, said: 'no certificate expires within 30 days' },
  },
  {
    ...after('db-prune-prod', 'db-prune-plan', 'bin/prune.sh --before 2026-07-25 --tables events,audit', {
      approval_risk: 'high',
    }),
    ...{ last: 'kkkkekkkkk', usual: 260 },
  },
  {
    ...after('deploy-web', 'build-web', 'bin/deploy.sh web v2.40.3 --canary 10'),
    ...{ last: 'kkkkkkekkk', usual: 125 },
  },
  { ...after('rotate-certs', 'cert-check', 'certbot renew --quiet'), last: 'kkkkkkkkkk', usual: 7 },
  {
    ...job('wipe-staging', '0 22 * * 5', 'psql staging -f wipe.sql', { ...asks, approval_auto: 'approve' }),
    ...{ last: 'kkkkkkkkkk', usual: 34 },
  },
  {
    ...job('deploy-docs', '0 12 * * 3', 'sleep 1; echo 48 pages published', asks),
    ...{ last: 'kkkkkkkkkk', usual: 12, said: '47 pages published' },
  },
  { ...job('report-month', '0 8 1 * *', 'true', asks), last: 'kkkkkkkkkk', usual: 300 },
  { ...job('legacy-sync', '0 * * * *', 'true', { enabled: false }), last: 'kkeeeee', usual: 131 },
];

/** What the jobs of the machine find in its home; nothing of it touches anything. */
export const SCRIPTS = {
  'backup-pg': `#!/bin/sh
echo "pg_dump: last built-in OID is 16383"
for n in $(seq 1 61); do
  echo "pg_dump: dumping contents of table \\"public.t$n\\""; sleep 2
  echo "pg_dump: finished table $n/61, $((n * 14)) MB written"; sleep 1
  [ $n = 9 ] && echo "pg_dump: warning: there are circular foreign-key constraints on this table" >&2
done
`,
  // Steady, and then silent for far longer than it ever was.
  'etl-orders': '#!/bin/sh\nfor n in $(seq 1 30); do echo "batch $n, 12,411 rows"; sleep 0.2; done\nsleep 600\n',
  'prune.sh': '#!/bin/sh\nsleep 1\necho 40,950 rows in 2 tables deleted\n',
  'deploy.sh': '#!/bin/sh\nsleep 1\necho web is v2.40.3 on 10 of 10\n',
};

/** Once approved and run as they are above; since then somebody has changed what they run. */
export const CHANGED = {
  'db-prune-prod': 'bin/prune.sh --before 2026-08-01 --tables events,audit',
  'deploy-web': 'bin/deploy.sh web v2.41.0 --canary 10',
};

/** What was there before: the parents of two questions that are answered yes, one that is, one that is not. */
export const EARLIER = ['db-prune-plan', 'build-web', 'deploy-docs', 'report-month'];
/** What is going on while the pictures are taken: two runs, one that waits for them, four questions. */
export const STARTED = [
  ...['disk-check', 'queue-depth', 'cache-warm', 'cert-check', 'build-web', 'db-prune-plan', 'wipe-staging'],
  ...['backup-pg', 'etl-orders', 'thumb-rebuild'],
];
