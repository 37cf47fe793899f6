// What a service manager is told about the engine: a systemd user unit, or a launchd agent.

/** Everything a definition is drawn from; paths are absolute. */
export type ServicePlan = {
  /** The Node that runs this, its own flags, and the program. */
  node: string;
  nodeFlags: readonly string[];
  entry: string;
  home: string;
  /** Only where they are not the home's own. */
  dbPath?: string;
  configPath?: string;
  graceMs: number;
  logDir: string;
  /** Whether this machine can carry our words to the manager; without it nobody would ever say that the engine is ready. */
  notifies: boolean;
};

export const UNIT_NAME = 'openclaw-tui.service';
export const AGENT_LABEL = 'openclaw-tui';

const WATCHDOG_S = 60;
/** After the grace come TERM, the grace of a run's own and KILL, and the fold of the write-ahead log. */
const STOP_MARGIN_S = 30;

/** The words behind the program: an engine without a screen that waits its turn where another one runs. */
export const serviceWords = ({ home, dbPath, configPath }: ServicePlan): string[] => [
  ...['--no-ui', '--wait', '--json', '--home', home],
  ...(dbPath === undefined ? [] : ['--db', dbPath]),
  ...(configPath === undefined ? [] : ['--config', configPath]),
];

const wordsOf = (plan: ServicePlan): string[] => [plan.node, ...plan.nodeFlags, plan.entry, ...serviceWords(plan)];

export const stopSeconds = ({ graceMs }: ServicePlan): number => Math.ceil(graceMs / 1_000) + STOP_MARGIN_S;

/** The text of the unit. It holds no secret and no variable: what the engine needs to know it reads from its home. */
export const systemdUnit = (plan: ServicePlan): string => `# ${markOf(plan)}
# openclaw-tui service uninstall takes it away. For changes of your own: systemctl --user edit ${UNIT_NAME}
[Unit]
Description=openclaw-tui: runs scheduled jobs
StartLimitIntervalSec=300
StartLimitBurst=10

[Service]
${plan.notifies ? NOTIFYING : 'Type=exec'}
ExecStart=:${wordsOf(plan).map(systemdWord).join(' ')}
Restart=always
RestartSec=2
# A wrong configuration does not become right by trying again.
RestartPreventExitStatus=2
TimeoutStopSec=${stopSeconds(plan)}
# Runs outlive their engine, and the next one takes them back; one that eats too much memory ends alone.
KillMode=process
OOMPolicy=continue
UMask=0077

[Install]
WantedBy=default.target
`;

const NOTIFYING = `Type=notify
# systemd-notify speaks for the engine: a child of it, not the main process.
NotifyAccess=all
WatchdogSec=${WATCHDOG_S}
WatchdogSignal=SIGKILL
# While another process runs the engine, this one waits.
TimeoutStartSec=infinity`;

/** One word of a command line. The colon before the first one keeps `$` what it is; `%` is systemd's own. */
const systemdWord = (word: string): string => `"${word.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%')}"`;

/** The property list of a launchd agent. */
export const launchdAgent = (plan: ServicePlan): string => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- ${markOf(plan)} -->
<plist version="1.0">
<dict>
  <key>Label</key><string>${AGENT_LABEL}</string>
  <key>ProgramArguments</key>
  <array>
${wordsOf(plan)
  .map((word) => `    <string>${xmlText(word)}</string>`)
  .join('\n')}
  </array>
  <key>RunAtLoad</key><true/>
  <key>KeepAlive</key><true/>
  <key>ThrottleInterval</key><integer>10</integer>
  <key>ExitTimeOut</key><integer>${stopSeconds(plan)}</integer>
  <key>AbandonProcessGroup</key><true/>
  <key>ProcessType</key><string>Background</string>
  <key>Umask</key><integer>63</integer>
  <key>StandardOutPath</key><string>/dev/null</string>
  <key>StandardErrorPath</key><string>${xmlText(`${plan.logDir}/service.err`)}</string>
</dict>
</plist>
`;

const XML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const xmlText = (text: string): string => text.replace(/[&<>"]/g, (character) => XML[character] ?? character);

/** By this line a definition is known to be ours. A comment of XML must not hold two dashes in a row. */
const markOf = ({ home }: ServicePlan): string => `${MARK} ${JSON.stringify({ home }).replaceAll('--', '-\\u002d')}`;
const MARK = 'made by openclaw-tui service install';

/** The home a definition runs the engine on; undefined when it was not made by us. */
export function homeOfService(text: string): string | undefined {
  const found = new RegExp(`${MARK} (\\{.*\\})`).exec(text)?.[1];
  if (found === undefined) return undefined;
  try {
    const { home } = JSON.parse(found) as { home?: unknown };
    return typeof home === 'string' ? home : undefined;
  } catch {
    // Somebody has changed the line; then it is theirs.
    return undefined;
  }
}

/** A path no definition can carry: one with a control character, or a program's in which systemd takes a quote for an attack. */
export const unwritablePath = (plan: ServicePlan): string | undefined =>
  /["'\\]/.test(plan.node) ? plan.node : wordsOf(plan).find((word) => /[\u0000-\u001f\u007f]/.test(word));

export type ServiceState = {
  /** The manager's own word: active, activating, inactive, failed … */
  active: string;
  pid?: number;
  enabled?: string;
  /** What the engine said last. */
  says?: string;
  restarts?: number;
};

/** The properties asked of systemd. */
export const SHOWN_PROPERTIES = ['ActiveState', 'MainPID', 'UnitFileState', 'StatusText', 'NRestarts'] as const;

/** What `systemctl show` answered. */
export function systemdState(text: string): ServiceState {
  const values = new Map(text.split('\n').map((line) => cutAt(line, '=')));
  const pid = Number(values.get('MainPID') ?? 0);
  const enabled = values.get('UnitFileState') ?? '';
  const says = values.get('StatusText') ?? '';
  const restarts = Number(values.get('NRestarts') ?? 0);
  return {
    active: values.get('ActiveState') ?? 'unknown',
    ...(pid > 0 ? { pid } : {}),
    ...(enabled === '' ? {} : { enabled }),
    ...(says === '' ? {} : { says }),
    ...(restarts > 0 ? { restarts } : {}),
  };
}

/** What `launchctl print` answered. */
export function launchdState(text: string): ServiceState {
  const pid = Number(/^\s*pid = (\d+)$/m.exec(text)?.[1] ?? 0);
  return { active: /^\s*state = (.+)$/m.exec(text)?.[1] ?? 'unknown', ...(pid > 0 ? { pid } : {}) };
}

const cutAt = (line: string, mark: string): [string, string] => {
  const at = line.indexOf(mark);
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1).trim()];
};
