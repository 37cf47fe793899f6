// Jobs for a throw-away home: every kind of thing the console shows happens within two minutes, on Debian and macOS.
// Commands read the machine and write below the home only; the folder they work in is their own.

/** A child names its parent by `parent_name`; whoever creates the jobs turns it into `parent_id`. */
export function demoJobs(context: { home: string }): Record<string, unknown>[] {
  const common = {
    session_target: 'shell',
    cwd: context.home,
    delivery_mode: 'none',
    // Nobody looks after what a throw-away home leaves running.
    on_engine_exit: 'stop',
    origin: 'demo',
  };
  return [...machineJobs, ...chainJobs, ...troubleJobs, ...displayJobs].map((job) => ({ ...common, ...job }));
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

const machineJobs: readonly Record<string, unknown>[] = [
  {
    name: 'clock',
    description: 'Prints its slot and how late it was.',
    tags: ['machine'],
    schedule_every_ms: 10 * SECOND_MS,
    run_timeout_ms: 5 * SECOND_MS,
    payload_message: `echo "it is $(date +%H:%M:%S), slot \${OPENCLAW_SLOT:-by hand}, \${OPENCLAW_LATE_MS:-0} ms late"`,
  },
  {
    name: 'load',
    description: 'Load average and processors.',
    tags: ['machine'],
    schedule_every_ms: 30 * SECOND_MS,
    payload_message: `
if [ -r /proc/loadavg ]; then read -r one five fifteen rest </proc/loadavg
else set -- $(sysctl -n vm.loadavg); one=$2 five=$3 fifteen=$4
fi
echo "load $one $five $fifteen on $(getconf _NPROCESSORS_ONLN) processors"`.trim(),
  },
  {
    name: 'memory',
    description: 'Memory in use.',
    tags: ['machine'],
    schedule_every_ms: MINUTE_MS,
    payload_message: `
if [ -r /proc/meminfo ]; then
  awk '/^Mem(Total|Available)|^Swap(Total|Free)/ { printf "%-14s %8.1f MiB\\n", $1, $2 / 1024 }' /proc/meminfo
else vm_stat
fi`.trim(),
  },
  {
    name: 'disk use',
    description: 'How full the disks are.',
    tags: ['machine'],
    schedule_cron: '*/2 * * * *',
    schedule_tz: 'UTC',
    payload_message: `
df -Pk / . | awk 'NR > 1 && !seen[$6]++ { printf "%s is %s full, %.1f GiB free\\n", $6, $5, $4 / 1048576 }'
df -Ph`.trim(),
  },
  {
    name: 'largest folders',
    description: 'What takes the room below /usr.',
    tags: ['machine', 'disk'],
    schedule_every_ms: 5 * MINUTE_MS,
    run_timeout_ms: 2 * MINUTE_MS,
    resource_pool: 'disk',
    payload_message: `nice -n 19 du -sk /usr/* 2>/dev/null | sort -rn | head -n 8 | awk '{ printf "%8.1f MiB  %s\\n", $1 / 1024, $2 }'`,
  },
];

// A plan waits in plan.txt until it is applied or has grown old, so that questions do not pile up unanswered.
const chainJobs: readonly Record<string, unknown>[] = [
  {
    name: 'tidy plan',
    description: 'Writes three files and plans which of the old ones would go.',
    tags: ['chain'],
    schedule_every_ms: 30 * SECOND_MS,
    payload_message: `
mkdir -p workshop/files && cd workshop || exit 1
if [ -n "$(find . -name plan.txt -mmin -11)" ]; then echo "a plan waits for its answer"; exit 0; fi
stamp=$(date +%Y%m%d-%H%M%S)
for part in a b c; do echo "written by the demo" >"files/report-$stamp-$part.txt"; done
ls files | sort -r | tail -n +3 >plan.txt
echo "$(wc -l <plan.txt | tr -d ' ') of $(ls files | wc -l | tr -d ' ') files to prune:"
cat plan.txt`.trim(),
  },
  {
    name: 'tidy apply',
    description: 'Deletes the files of the plan, once somebody has said yes.',
    tags: ['chain'],
    parent_name: 'tidy plan',
    trigger_on: 'success',
    trigger_condition: 'contains:files to prune:',
    approval_required: true,
    approval_timeout_s: 600,
    payload_message: `
cd workshop || exit 1
if [ ! -f plan.txt ]; then echo "no plan to apply"; exit 1; fi
grep '^report-[0-9-]*-[abc][.]txt$' plan.txt | while read -r name; do
  rm -f -- "files/$name" && echo "deleted $name"
done
rm -f plan.txt`.trim(),
  },
  {
    name: 'smoke check',
    description: 'Looks whether enough is left after tidying up.',
    tags: ['chain'],
    parent_name: 'tidy apply',
    trigger_on: 'success',
    trigger_delay_s: 2,
    payload_message: `
count=$(ls workshop/files 2>/dev/null | wc -l | tr -d ' ')
echo "$count files are left"
[ "$count" -ge 1 ]`.trim(),
  },
  {
    name: 'wipe workshop',
    description: 'Deletes everything the demo has written. Approving it takes its name.',
    tags: ['chain'],
    schedule_every_ms: 2 * MINUTE_MS,
    approval_required: true,
    approval_scope: 'all',
    approval_risk: 'high',
    payload_message: `
rm -rf ./workshop
echo "the workshop is gone; the next plan builds it again"`.trim(),
  },
];

const troubleJobs: readonly Record<string, unknown>[] = [
  {
    name: 'flaky upload',
    description: 'Fails two times of three with exit 75 and is tried again.',
    tags: ['trouble'],
    schedule_every_ms: MINUTE_MS,
    max_retries: 3,
    retry_delay_s: 4,
    retry_factor: 1,
    retry_on_exit_codes: [75],
    payload_message: `
mkdir -p workshop
count=$(cat workshop/upload-count 2>/dev/null || echo 0)
echo $((count + 1)) >workshop/upload-count
if [ $((count % 3)) -ne 2 ]; then echo "connection refused, please try again" >&2; exit 75; fi
echo "uploaded at attempt $((count + 1))"`.trim(),
  },
  {
    name: 'hangs quietly',
    description: 'Waits for what never comes and is ended after 90 seconds.',
    tags: ['trouble'],
    schedule_every_ms: 3 * MINUTE_MS,
    run_timeout_ms: 90 * SECOND_MS,
    kill_grace_ms: 2 * SECOND_MS,
    payload_message: 'echo "waiting for the lock"; sleep 3600',
  },
  {
    name: 'after the hang',
    description: 'Runs when the hanging job has been ended.',
    tags: ['trouble'],
    parent_name: 'hangs quietly',
    trigger_on: 'failure',
    payload_message: 'echo "the lock is still held at $(date +%H:%M:%S)"',
  },
  {
    name: 'import watchdog',
    description: 'Looks after an import that is fine for two checks and stuck for two.',
    tags: ['trouble'],
    schedule_every_ms: 30 * SECOND_MS,
    job_type: 'watchdog',
    watchdog_target_label: 'nightly import',
    watchdog_timeout_min: 1_440,
    watchdog_self_destruct: false,
    watchdog_check_cmd: `
mkdir -p workshop
count=$(cat workshop/check-count 2>/dev/null || echo 0)
echo $((count + 1)) >workshop/check-count
if [ $((count % 4)) -lt 2 ]; then exit 0; fi
echo "no row written since $(date +%H:%M)" >&2
exit 1`.trim(),
  },
];

const displayJobs: readonly Record<string, unknown>[] = [
  {
    name: 'slow inventory',
    description: 'Prints a line a second for 40 seconds: open it and watch.',
    tags: ['display'],
    schedule_every_ms: 75 * SECOND_MS,
    run_timeout_ms: 2 * MINUTE_MS,
    payload_message: `
count=0
ls /usr/bin | head -n 40 | while read -r name; do
  count=$((count + 1))
  printf '%2d/40  %s\\n' "$count" "$name"
  sleep 1
done`.trim(),
  },
  {
    name: 'colours and odd bytes',
    description: 'Output a terminal must not be given as it is.',
    tags: ['display'],
    schedule_every_ms: 45 * SECOND_MS,
    payload_message: `
printf '\\033[32mgreen\\033[0m \\033[1;31mbold red\\033[0m \\033[38;5;208morange\\033[0m\\n'
printf '10 %%\\r50 %%\\r100 %%\\n'
printf 'title \\033]0;not yours\\007 bell \\007 up \\033[5A erase \\033[2J done\\n'
printf 'broken UTF-8 \\303\\050 \\377\\376, a NUL \\000 and a tab\\there\\n'
printf 'wide 漢字 emoji 🦀 accents e\\314\\201\\n'
awk 'BEGIN { for (i = 0; i < 500; i++) printf "long line "; print "end" }'`.trim(),
  },
  {
    name: '備份 検査 größe 🗄',
    description: 'A name of wide characters, and the size of this home.',
    tags: ['display'],
    schedule_every_ms: 90 * SECOND_MS,
    payload_message: 'du -sk . | awk \'{ printf "this home takes %.1f MiB\\n", $1 / 1024 }\'',
  },
];
