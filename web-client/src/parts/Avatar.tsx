import styles from './Avatar.module.css';

interface AvatarProps {
  readonly name: string;
  /** The person in front of the page. */
  readonly own?: boolean;
}

/** The first letters of a name, beside the name itself. */
export function Avatar({ name, own = false }: AvatarProps) {
  return (
    <span className={styles.avatar} data-own={own || undefined} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

/** `PE` for "Platform engineer", `E` for "Engineer". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  const letters = ends.map((word) => Array.from(word ?? '')[0] ?? '').join('');
  return letters === '' ? '?' : letters.toUpperCase();
}
