import { Box, useInput, usePaste } from 'ink';
import { useStore } from 'zustand';
import { Row } from './components/row.tsx';
import type { Controller } from './console/controller.ts';
import { keyNameOf } from './console/key-name.ts';
import type { ConsoleTerminal } from './console-options.ts';

/** The whole screen: rows under each other, and the one place where keys come in. */
export function App({ controller, terminal }: { controller: Controller; terminal: ConsoleTerminal }) {
  const count = useStore(controller.frame, (state) => state.lines.length);
  const theme = useStore(controller.frame, (state) => state.theme);
  useInput((input, key) => {
    const whole = terminal.current();
    if (whole !== undefined) {
      controller.input(whole);
      return;
    }
    const name = keyNameOf(input, key);
    if (name !== undefined) controller.input({ kind: 'key', name, sequence: input, together: false });
  });
  usePaste((text) => controller.input({ kind: 'paste', text }));
  return (
    <Box flexDirection="column">
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
        <Row key={index} frame={controller.frame} theme={theme} index={index} />
      ))}
    </Box>
  );
}
