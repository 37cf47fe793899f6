/** One step taken away, and the test that must notice: `title` is a part of how its title is written. */
export type Mutation = {
  /** What is taken away, with the number of the behaviour. */
  name: string;
  /** From the root of the checkout. */
  file: string;
  /** Stands exactly once in the file. */
  from: string;
  to: string;
  test: { file: string; title: string };
};

type Short = [name: string, from: string, to: string, title: string, testFile?: string];

/** Mutations of one file that are, unless they say otherwise, noticed in one test file. */
export const inFile = (file: string, testFile: string, entries: readonly Short[]): Mutation[] =>
  entries.map(([name, from, to, title, other = testFile]) => ({
    name,
    file,
    from,
    to,
    test: { file: other, title },
  }));
