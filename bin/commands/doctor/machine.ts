import { askProgram } from '../../../src/engine/ports/processes/ask-program.ts';
import { colourDepthOf } from '../../../src/ui/theme/colour-depth.ts';
import type { Context } from '../../context.ts';
import { NODE_MIN } from '../../launch-plan.js';
import { lingerHint, lingers, openService, stateOf } from '../service/machine.ts';
import { type Finding, finding } from './finding.ts';

const COLUMNS_MIN = 60;
const ROWS_MIN = 16;
/** Longer, and a lone Esc in the console is felt. */
const ESCAPE_MS_MAX = 100;

/** What is around us: Node, the terminal, tmux, the service. */
export function checkMachine(context: Context): Finding[] {
  return [checkNode(), ...checkTerminal(context), ...checkTmux(context), ...checkService(context)];
}

const checkNode = (): Finding =>
  finding('ok', ['node', 'node'], `${process.version}, ${NODE_MIN.join('.')} or newer is needed`);

const TERMINAL = ['terminal', 'terminal'] as const;

function checkTerminal({ host: { env } }: Context): Finding[] {
  const { stdout, stdin } = process;
  if (!stdout.isTTY || !stdin.isTTY)
    return [finding('ok', TERMINAL, 'none here: the console would run the engine without a screen')];
  const term = env.TERM ?? '';
  if (term === '' || term === 'dumb')
    return [finding('warn', TERMINAL, `TERM=${term} cannot draw`, 'set TERM, such as xterm-256color')];
  const depth = colourDepthOf({
    noColor: env.NO_COLOR,
    forceColor: env.FORCE_COLOR,
    colorTerm: env.COLORTERM,
    term,
    tmux: env.TMUX,
  });
  const findings = [finding('ok', TERMINAL, `${term}, ${stdout.columns}×${stdout.rows}, colours: ${depth}`)];
  if (stdout.columns < COLUMNS_MIN || stdout.rows < ROWS_MIN) {
    findings.push(
      finding(
        'note',
        ['terminal-small', 'terminal'],
        `${stdout.columns}×${stdout.rows} is small; ${COLUMNS_MIN}×${ROWS_MIN} shows every panel`,
      ),
    );
  }
  if (!isUtf8(env))
    findings.push(
      finding(
        'warn',
        ['locale', 'locale'],
        'LANG and LC_* name no UTF-8',
        'export LANG=C.UTF-8, or openclaw-tui --ascii',
      ),
    );
  return findings;
}

const isUtf8 = ({ LC_ALL, LC_CTYPE, LANG }: Context['host']['env']): boolean =>
  /utf-?8/i.test([LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '') ?? '');

function checkTmux({ host: { env } }: Context): Finding[] {
  if (env.TMUX === undefined || env.TMUX === '') return [];
  const waitMs = Number(askProgram('tmux', ['show-options', '-sv', 'escape-time']) ?? 0);
  if (!(waitMs > ESCAPE_MS_MAX)) return [];
  const text = `Esc arrives ${waitMs} ms late: escape-time`;
  return [finding('note', ['tmux-escape', 'tmux'], text, 'tmux set-option -s escape-time 10')];
}

const SERVICE = ['service', 'service'] as const;

function checkService(context: Context): Finding[] {
  const service = serviceOf(context);
  if (service === undefined || service.installed.kind !== 'ours') return [];
  const { installed, plan } = service;
  if (installed.home !== plan.home) return [finding('note', SERVICE, `one runs the engine on ${installed.home}`)];
  const state = stateOf(service);
  const text = `installed, ${state?.active ?? 'and its manager does not answer'}`;
  const findings = [
    installed.isCurrent
      ? finding('ok', SERVICE, text)
      : finding(
          'warn',
          SERVICE,
          `${text}; its definition is not what this version writes`,
          'openclaw-tui service install',
        ),
  ];
  if (lingers(service, context.host.user) === false) {
    findings.push(
      finding('warn', ['linger', 'service'], 'it ends with the last logout', lingerHint(context.host.user)),
    );
  }
  return findings;
}

function serviceOf(context: Context): ReturnType<typeof openService> | undefined {
  try {
    return openService(context);
  } catch {
    // This system has no manager that we know.
    return undefined;
  }
}
