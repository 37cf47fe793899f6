type Load = (file: { path: string }) => { contents: string; loader: 'js' };

export declare const rememberingInk: {
  name: string;
  setup(build: { onLoad(options: { filter: RegExp }, load: Load): void; onEnd(check: () => void): void }): void;
};
