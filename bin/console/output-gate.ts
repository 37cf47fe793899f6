export type OutputGate = {
  /** What Ink gets as `stdout`. */
  stdout: NodeJS.WriteStream;
  /** From now on nothing it writes arrives: a frame after the leave sequence would land in the shell. */
  close(): void;
  /** Lets nothing through while the action runs. */
  mute(action: () => void): void;
};

/** The terminal's stdout behind a gate; everything but writing is the stream's own. */
export function createOutputGate(stream: NodeJS.WriteStream): OutputGate {
  let isOpen = true;
  const write = (...given: unknown[]): boolean => {
    if (isOpen) return Reflect.apply(stream.write, stream, given);
    const done = given.findLast((each) => typeof each === 'function');
    if (done !== undefined) queueMicrotask(done as () => void);
    return true;
  };
  const stdout = new Proxy(stream, {
    get(target, name) {
      if (name === 'write') return write;
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return {
    stdout,
    close() {
      isOpen = false;
    },
    mute(action) {
      const wasOpen = isOpen;
      isOpen = false;
      action();
      isOpen = wasOpen;
    },
  };
}
