import { render } from 'ink';
import { App } from './app.tsx';
import { createController, type Left } from './console/controller.ts';
import type { ConsoleOptions } from './console-options.ts';
import { unfinished } from './state/sheet.ts';

/** Opens the console on the terminal and comes back when the person has left it; the terminal is as it was then. */
export async function openConsole(options: ConsoleOptions): Promise<Left> {
  let leave: (left: Left) => void = () => {};
  const left = new Promise<Left>((resolve) => {
    leave = resolve;
  });
  const controller = createController(options, leave);
  controller.start();
  const app = <App controller={controller} terminal={options.terminal} />;
  const instance = render(app, {
    stdin: options.terminal.stdin,
    stdout: options.terminal.stdout,
    alternateScreen: true,
    incrementalRendering: true,
    interactive: true,
    maxFps: 30,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  controller.setWritten(() => instance.waitUntilRenderFlush());
  options.onOpen?.({
    clear: () => instance.clear(),
    rerender: () => {
      controller.paint();
      instance.rerender(app);
    },
    press: (name) => controller.input({ kind: 'key', name, sequence: '', together: false }),
    close: leave,
    unfinished: () => unfinished(controller.view().sheet),
  });
  try {
    const gone = instance.waitUntilExit().then((): Left => ({ leave: 'stop', exitCode: 0 }));
    return await Promise.race([left, gone]);
  } finally {
    controller.stop();
    instance.unmount();
    await instance.waitUntilExit();
  }
}
