import type { MachineCheck } from '../../console-options.ts';
import { labelled, roomOf } from '../../detail/labelled.ts';
import { blank, type Line, span } from '../../layout/line.ts';
import type { Scene } from '../../scene.ts';
import { inKeys } from '../../state/actions/key-words.ts';
import type { SheetContent } from '../../state/sheet.ts';
import { cleanLine } from '../../text/sanitise.ts';
import { wrapText } from '../../text/width.ts';
import type { SheetKind } from '../sheet-kind.ts';
import type { ItemOf } from './item-of.ts';

/** What keeps the engine running without a console, and the command that installs it: nothing is decided here. */
export const service: SheetKind<ItemOf<'service'>> = {
  question: () => 'The engine as a service',
  back: 'Close',
  buttons: ({ content }) => [
    {
      id: 'copy',
      text: 'Copy the command',
      role: 'free',
      press: () => ({ kind: 'close', effects: [{ kind: 'copy', what: 'command', text: commandFor(content.service) }] }),
    },
  ],
  hint: (_sheet, focused) => (focused === 'copy' ? 'Enter copies it' : 'Enter closes, Tab to the button'),
  content: ({ content }, scene, width) => serviceRows(content.service, scene, width),
  recorded: 'nothing',
  // Looked at when it opens: every refresh of the lists would ask the machine again.
  read: ({ checks }, _item, open) => open?.content ?? foundBy(checks?.()),
};

function foundBy(checks: readonly MachineCheck[] | undefined): SheetContent {
  const found = checks?.find(({ name }) => name === 'service');
  return found === undefined ? {} : { service: found };
}

const commandFor = (check: MachineCheck | undefined): string =>
  `openclaw-tui service ${check?.state === 'ok' ? 'status' : 'install'}`;

function serviceRows(check: MachineCheck | undefined, { live, keyboard }: Scene, width: number): Line[] {
  const said = (text: string): Line[] => wrapText(text, roomOf(width)).lines.map((line): Line => [span(line.trim())]);
  const isThere = check?.state === 'ok';
  const now =
    check === undefined ? 'nobody has looked whether there is one' : cleanLine(check.text).replace(' (: service)', '');
  const then = isThere
    ? 'says whether it runs, since when, and where its log is; `service uninstall` takes it away'
    : 'writes a unit of yours (systemd; launchd on macOS) for this home: the engine starts after every boot, again after a crash, and jobs run with no console open';
  return [
    ...labelled('NOW', said(now)),
    ...labelled('SHELL', [[blank(0), span(commandFor(check), 'accent')]]),
    ...labelled('', said(then)),
    ...(isThere ? [] : labelled('FIRST', said(inKeys(FIRST[live.engine.kind], keyboard)))),
  ];
}

/** Two engines on one home are none more: the service takes what nobody holds. */
const FIRST = {
  here: 'this console runs the engine: {leave}, Stop; runs go on. Then install it and open the console again: it attaches, and the service takes the runs back',
  attached: 'another process runs the engine: it has to end before; runs go on, and the service takes them back',
  none: 'nobody runs the engine here: it can be installed at once',
} as const;
