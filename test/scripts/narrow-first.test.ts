import { build } from 'esbuild';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
// biome-ignore lint/correctness/useImportExtensions: its types stand beside it
import { narrowFirst } from '../../scripts/narrow-first.mjs';

const bundled = async (contents: string): Promise<string> => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    format: 'esm',
    platform: 'node',
    define: {},
    plugins: [narrowFirst],
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
};

test('the bundled string-width asks ICU about nothing narrow, and measures as the package does', async () => {
  const code = await bundled(`export { default } from 'string-width';`);
  expect(code).not.toContain('Intl.Segmenter');
  const { default: measure } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    default: typeof stringWidth;
  };
  const texts = ['job ─│ … ✓', 'é ß', '漢字', '👩‍💻 x', 'e\u0301', '\u001b[31mred\u001b[39m', '\u200b', ''];
  expect(texts.map((text) => measure(text))).toEqual(texts.map((text) => stringWidth(text)));
});

test('a build that meets no string-width fails: another version may have it elsewhere', async () => {
  await expect(bundled('export const none = 1;')).rejects.toThrow('no string-width/index.js was met');
});
