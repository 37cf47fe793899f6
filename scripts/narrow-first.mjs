// What makes ICU load its tables is asked only about characters that need them: Ink and what it brings cut through our own
// segmenter, and a text that is narrow is measured by its length.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const pathOf = (name) => fileURLToPath(new URL(name, import.meta.url));
const NARROW = pathOf('../src/ui/text/narrow.ts');
const ASCII_ONLY = '/^[\\u0020-\\u007E]*$/.test(string)';
// V8 reads the list of all emoji when it makes the pattern, which takes 20 ms.
const ALL_EMOJI = 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;';
const WHEN_ASKED =
  'let allEmoji; const rgiEmojiRegex = { test: (text) => (allEmoji ??= /^\\p{RGI_Emoji}$/v).test(text) };';

/** A plugin of the bundler; it fails where string-width is not what it was written for, or is not there. */
export const narrowFirst = {
  name: 'narrow-first',
  setup({ initialOptions, onLoad, onEnd }) {
    let isMet = false;
    initialOptions.define['Intl.Segmenter'] = 'NarrowFirstSegmenter';
    initialOptions.inject = [pathOf('narrow-first-segmenter.mjs')];
    onLoad({ filter: /node_modules\/string-width\/index\.js$/ }, ({ path }) => {
      isMet = true;
      const source = readFileSync(path, 'utf8');
      for (const part of [ASCII_ONLY, ALL_EMOJI])
        if (!source.includes(part)) throw new Error(`${path} has no ${part}: is it another version?`);
      const measured = source.replace(ASCII_ONLY, 'isNarrow(string)').replace(ALL_EMOJI, () => WHEN_ASKED);
      return { contents: `import { isNarrow } from ${JSON.stringify(NARROW)};\n${measured}` };
    });
    onEnd(() => {
      if (!isMet) throw new Error('no string-width/index.js was met: is it another version?');
    });
  },
};
