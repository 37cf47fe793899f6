// What people call an action who come from another tool, or from the shell. None of it is a title: it only finds.
const WORDS: Readonly<Record<string, string>> = {
  approve: 'accept allow yes confirm grant permit sign answer decide',
  reject: 'deny refuse decline no answer decide veto',
  cancel: 'stop kill abort terminate end interrupt signal sigterm sigkill halt dequeue',
  run: 'start trigger execute launch fire now rerun again repeat retry replay manual kick',
  acknowledge: 'ack silence clear dismiss seen handled resolve close',
  reopen: 'unacknowledge unack',
  pause: 'hold stop suspend halt freeze maintenance stall block quiet everything',
  resume: 'continue unpause release unhold proceed everything',
  snooze: 'mute silence later remind defer',
  enable: 'activate switch turn on unsuspend',
  disable: 'deactivate switch turn off suspend stop',
  delete: 'remove rm drop destroy erase unschedule',
  'new-job': 'add create insert schedule',
  edit: 'change modify update rename reschedule schedule set configure',
  undo: 'revert rollback back restore history',
  'panel.next': 'window pane switch',
  'panel.previous': 'window pane switch',
  'panel.due': 'upcoming next scheduled calendar agenda',
  'panel.runs': 'history executions queue running processes tasks recent',
  'panel.approvals': 'pending questions waiting inbox decide',
  'panel.alerts': 'alarms incidents warnings problems failures errors',
  'panel.jobs': 'schedules tasks units list all',
  'panel.activity': 'audit log events journal feed who decisions',
  detail: 'details describe inspect info show',
  open: 'details describe inspect info show view output log logs stdout stderr print tail',
  'tab.previous': 'switch',
  'tab.next': 'switch',
  why: 'explain reason skipped missed late cause diagnose decisions',
  mark: 'select tag check pick',
  'mark.range': 'select visual several many',
  'mark.all': 'select everything bulk',
  'go-to': 'jump follow link related audit goto parent child',
  back: 'escape close return unmark',
  filter: 'search find grep where query only',
  problems: 'errors failed failures broken failing',
  zoom: 'maximise maximize fullscreen full enlarge bigger',
  sort: 'arrange reverse rank by',
  freeze: 'still scroll updates',
  'time.style': 'clock utc local relative age zone timezone',
  copy: 'clipboard yank clip',
  'copy.view': 'export screenshot clipboard svg ansi dump file yank write',
  palette: 'command commands menu',
  lock: 'readonly safe protect',
  unlock: 'writable',
  repaint: 'refresh redraw clear reset garbled',
  suspend: 'background shell bg',
  keys: 'help keyboard shortcuts bindings hotkeys manual',
  leave: 'quit exit close end detach background bye logout q wq',
  up: 'previous',
  down: 'next',
  first: 'top beginning',
  last: 'bottom',
  unfold: 'expand tree',
  fold: 'collapse tree',
  follow: 'tail live scroll',
  'output.times': 'timestamps',
  'output.search': 'find grep',
  'output.only': 'grep filter',
  'output.pager': 'less more log',
  import: 'crontab cron systemd timers timer openclaw migrate load adopt',
  'take-over': 'steal lease leader master become',
  service: 'systemd daemon unit install autostart boot background',
  strip: 'today timeline tomorrow hours calendar forecast agenda',
  columns: 'fields show hide choose width',
  'theme.dark': 'colours colors night black background',
  'theme.light': 'colours colors day white bright background',
  'theme.high-contrast': 'colours colors accessibility bold',
  'theme.none': 'colors monochrome plain',
  'theme.configured': 'colours colors default reset',
  mouse: 'click scroll wheel pointer',
};

const EXACT = 0.75;
const BEGUN = 0.6;
/** One letter begins too much. */
const LETTERS_MIN = 2;
/** They say nothing of what is meant. */
const FILLERS: ReadonlySet<string> = new Set(['a', 'an', 'the', 'to', 'of', 'my', 'from', 'for', 'with', 'as', 'is']);

/** What of an action's other words was typed, and how well that fits; each word has to be one of its own. */
export type FoundByWords = { score: number; words: readonly string[] };

/** Words of the title count beside the others, so that `import crontab` is found; without one of the others it is for the title to find. */
export function foundByWords(action: { id: string; title: string }, text: string): FoundByWords | undefined {
  const typed = wordsOf(text).filter((word) => !FILLERS.has(word));
  const own = wordsOf(`${action.title} ${action.id}`);
  const others = wordsOf(WORDS[action.id] ?? '');
  const found: string[] = [];
  let score = EXACT;
  for (const word of typed) {
    const other = others.find((one) => one === word) ?? others.find((one) => begins(one, word));
    if (other !== undefined) found.push(other);
    else if (!own.some((one) => begins(one, word))) return undefined;
    if (other !== word && !own.includes(word)) score = BEGUN;
  }
  return found.length === 0 ? undefined : { score, words: [...new Set(found)] };
}

/** Every action that has other words, by its id. */
export const actionsWithWords: readonly string[] = Object.keys(WORDS);

const begins = (word: string, letters: string): boolean => letters.length >= LETTERS_MIN && word.startsWith(letters);
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
