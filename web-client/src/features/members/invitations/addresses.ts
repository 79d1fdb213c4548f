/** One person may paste a whole list. */
const BETWEEN = /[\s,;]+/;
/** Whether it can be an address at all; whether it is one is for the mail to tell. */
const ADDRESS = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]+$/;

export interface Addresses {
  /** Each once, in small letters, in the order they were written. */
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

export function readAddresses(text: string): Addresses {
  const words = [
    ...new Set(
      text
        .split(BETWEEN)
        .filter(Boolean)
        .map((word) => word.toLowerCase()),
    ),
  ];
  return {
    good: words.filter((word) => ADDRESS.test(word)),
    bad: words.filter((word) => !ADDRESS.test(word)),
  };
}
